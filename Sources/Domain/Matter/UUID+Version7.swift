import Foundation
import Synchronization

extension UUID {
    /// No object's id: what a blank value holds until one is read or made. Foundation's random one opens a device file each
    /// time, which a row's blank must not.
    public static let none = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random ones. Made in the broker, so that a row's children can
    /// name it before it is stored; ordered by time, so that an index grows at its end.
    public static func version7(at moment: Timestamp = .machineNow) -> UUID {
        let milliseconds = UInt64(max(0, moment.microseconds / 1000))
        // The sub-millisecond part orders the many made within one millisecond.
        let fraction = UInt64(max(0, moment.microseconds % 1000)) * 4096 / 1000
        let random = RandomStock.shared.next()
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24), byte(milliseconds, 16),
                byte(milliseconds, 8), byte(milliseconds, 0), 0x70 | byte(fraction, 8), byte(fraction, 0),
                0x80 | (byte(random, 56) & 0x3F), byte(random, 48), byte(random, 40), byte(random, 32),
                byte(random, 24), byte(random, 16), byte(random, 8), byte(random, 0)
            ))
    }

    /// Lower-case, as ids are written everywhere. By hand: an answer holds a dozen, and Foundation's own costs a
    /// microsecond each.
    public var text: String {
        String(unsafeUninitializedCapacity: 36) { write(into: $0) }
    }

    /// Reads an id in either case. By hand for the same reason: Foundation's goes through `sscanf`.
    /// - Returns: `nil` where it is not the 36 characters of an id.
    public init?(text: String) {
        var text = text
        let bytes = text.withUTF8 { text -> (UInt64, UInt64)? in
            guard text.count == 36 else { return nil }
            var (high, low): (UInt64, UInt64) = (0, 0)
            for (place, character) in text.enumerated() {
                if place == 8 || place == 13 || place == 18 || place == 23 {
                    guard character == UInt8(ascii: "-") else { return nil }
                    continue
                }
                let digit: UInt8
                switch character {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - 48
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - 87
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - 55
                default: return nil
                }
                high = high << 4 | low >> 60
                low = low << 4 | UInt64(digit)
            }
            return (high, low)
        }
        guard let bytes else { return nil }
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        let (high, low) = bytes
        self.init(
            uuid: (
                byte(high, 56), byte(high, 48), byte(high, 40), byte(high, 32), byte(high, 24), byte(high, 16),
                byte(high, 8), byte(high, 0), byte(low, 56), byte(low, 48), byte(low, 40), byte(low, 32),
                byte(low, 24), byte(low, 16), byte(low, 8), byte(low, 0)
            ))
    }

    /// Writes `text` into 36 bytes.
    /// - Returns: 36.
    func write(into text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        withUnsafeBytes(of: uuid) { bytes in
            let text = UnsafeMutableRawBufferPointer(text)
            func digits(_ part: Int) -> UInt64 {
                Self.digits(of: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: part * 4, as: UInt32.self)))
            }
            func put(_ digits: UInt64, at place: Int) {
                text.storeBytes(of: digits.bigEndian, toByteOffset: place, as: UInt64.self)
            }
            func put(half digits: UInt64, at place: Int) {
                text.storeBytes(of: UInt32(truncatingIfNeeded: digits).bigEndian, toByteOffset: place, as: UInt32.self)
            }
            let (second, third) = (digits(1), digits(2))
            put(digits(0), at: 0)
            put(half: second >> 32, at: 9)
            put(half: second, at: 14)
            put(half: third >> 32, at: 19)
            put(half: third, at: 24)
            put(digits(3), at: 28)
            let dash = UInt8(ascii: "-")
            (text[8], text[13], text[18], text[23]) = (dash, dash, dash, dash)
        }
        return 36
    }

    /// The eight hexadecimal digits of four bytes, the first in the highest byte: all at once, without a branch.
    private static func digits(of value: UInt32) -> UInt64 {
        var nibbles = UInt64(value)
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }
}

/// Random numbers of the system's generator, fetched many at a time: a raised whistle takes nine, and each alone is a call
/// into the kernel.
private final class RandomStock: Sendable {
    static let shared = RandomStock()
    /// 256 bytes, the most that one call of getentropy gives.
    private static let size = 32
    private let stock = Mutex<[UInt64]>([])

    func next() -> UInt64 {
        stock.withLock { stock in
            if let number = stock.popLast() { return number }
            var numbers = [UInt64](repeating: 0, count: Self.size)
            let filled = numbers.withUnsafeMutableBytes { getentropy($0.baseAddress, Self.size * 8) == 0 }
            guard filled else {
                var generator = SystemRandomNumberGenerator()
                return generator.next()
            }
            stock = numbers
            return stock.removeLast()
        }
    }
}
