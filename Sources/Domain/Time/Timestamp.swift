import Foundation

/// A moment: microseconds since 1970-01-01T00:00:00Z, the precision PostgreSQL keeps.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// The machine's clock. Business time is this plus the district's offset (`BusinessClock` in Broker).
    public static var machineNow: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    public func adding(seconds: Int64) -> Timestamp { Timestamp(microseconds: microseconds + seconds * 1_000_000) }

    public func adding(microseconds: Int64) -> Timestamp { Timestamp(microseconds: self.microseconds + microseconds) }

    /// Microseconds from `earlier` to this moment.
    public func since(_ earlier: Timestamp) -> Int64 { microseconds - earlier.microseconds }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000 }
}

extension Timestamp {
    /// RFC 3339 in UTC with all six digits: the form the history's hash is taken over.
    public var canonical: String { text(offset: 0, digits: true, zulu: true) }

    /// RFC 3339 with the offset of the zone at that moment; a fraction only where there is one.
    public func text(in zone: Zone) -> String { text(offset: zone.offset(at: self), digits: false, zulu: false) }

    private func text(offset: Int, digits: Bool, zulu: Bool) -> String {
        String(unsafeUninitializedCapacity: Self.capacity) {
            write(into: $0, offset: offset, digits: digits, zulu: zulu)
        }
    }

    /// Writes `text(in:)` into at least `capacity` bytes.
    /// - Returns: how many were taken.
    func write(into text: UnsafeMutableBufferPointer<UInt8>, in zone: Zone) -> Int {
        write(into: text, offset: zone.offset(at: self), digits: false, zulu: false)
    }

    /// Writes `canonical` into at least `capacity` bytes.
    /// - Returns: how many were taken.
    func writeCanonical(into text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        write(into: text, offset: 0, digits: true, zulu: true)
    }

    /// More than the longest text has.
    static let capacity = 40

    /// Written into place: an answer holds some thirty times, and joining strings was the costliest part of it.
    /// - Returns: how many bytes.
    private func write(into text: UnsafeMutableBufferPointer<UInt8>, offset: Int, digits: Bool, zulu: Bool) -> Int {
        let local = seconds + Int64(offset)
        let day = LocalDate(daysSince1970: Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
        let second = Int(local - Int64(day.daysSince1970) * 86_400)
        let fraction = Int(microseconds - seconds * 1_000_000)
        let (year, month, date) = day.parts
        var place = 0
        @inline(__always)
        func mark(_ character: Unicode.Scalar) {
            text[place] = UInt8(ascii: character)
            place &+= 1
        }
        @inline(__always)
        func pair(_ value: Int) {
            let value = UInt8(truncatingIfNeeded: value)
            text[place] = 48 &+ value / 10
            text[place &+ 1] = 48 &+ value % 10
            place &+= 2
        }
        if year > 9999 {
            text[place] = UInt8(truncatingIfNeeded: 48 + year / 10_000)
            place += 1
        }
        pair(year / 100 % 100)
        pair(year % 100)
        mark("-")
        pair(month)
        mark("-")
        pair(date)
        mark("T")
        pair(second / 3600)
        mark(":")
        pair(second / 60 % 60)
        mark(":")
        pair(second % 60)
        if digits || fraction != 0 {
            mark(".")
            pair(fraction / 10_000)
            pair(fraction / 100 % 100)
            pair(fraction % 100)
        }
        if zulu {
            mark("Z")
            return place
        }
        let minutes = abs(offset) / 60
        mark(offset < 0 ? "-" : "+")
        pair(minutes / 60)
        mark(":")
        pair(minutes % 60)
        return place
    }

    /// Reads RFC 3339 with an offset (`2026-01-02T03:04:05.5+08:00`); years 1900 to 9999.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for index in range {
                guard (48...57).contains(bytes[index]) else { return nil }
                value = value * 10 + Int(bytes[index] - 48)
            }
            return value
        }
        func has(_ index: Int, _ characters: String) -> Bool {
            index < bytes.count && characters.utf8.contains(bytes[index])
        }
        guard let year = number(0..<4), has(4, "-"), let month = number(5..<7), has(7, "-"), let day = number(8..<10),
            has(10, "Tt "), let hour = number(11..<13), has(13, ":"), let minute = number(14..<16), has(16, ":"),
            let second = number(17..<19), (1900...9999).contains(year), hour < 24, minute < 60, second < 60,
            let date = LocalDate(year: year, month: month, day: day)
        else { return nil }
        var index = 19
        var micro = 0
        if has(index, ".") {
            index += 1
            var scale = 100_000
            let first = index
            while let digit = number(index..<(index + 1)) {
                micro += digit * scale
                scale /= 10
                index += 1
            }
            guard index > first else { return nil }
        }
        var offset = 0
        if has(index, "Zz") {
            index += 1
        } else {
            guard has(index, "+-"), let hours = number((index + 1)..<(index + 3)), has(index + 3, ":"),
                let minutes = number((index + 4)..<(index + 6)), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 3600 + minutes * 60) * (bytes[index] == 45 ? -1 : 1)
            index += 6
        }
        guard index == bytes.count else { return nil }
        let local = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        // The last hours are kept free, so that Chinese time shows no year of five digits.
        guard local - Int64(offset) < 253_402_272_000 else { return nil }
        self.init(microseconds: (local - Int64(offset)) * 1_000_000 + Int64(micro))
    }
}

/// Two digits.
func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
