extension JSON {
    /// The value as compact JSON text, members in the order they have.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value as compact UTF-8.
    public var bytes: [UInt8] {
        if case .encoded(let text) = self { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        write(into: &bytes, sorted: false)
        return bytes
    }

    /// The one text that equal values share: members sorted by the bytes of their names, no white space. The history's
    /// hashes are taken over it.
    public var canonicalText: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        write(into: &bytes, sorted: true)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value's text.
    public func write(into bytes: inout [UInt8], sorted: Bool = false) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): JSON.write(value, into: &bytes)
        case .number(let value): bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        case .string(let value): JSON.write(value, into: &bytes)
        case .raw(let text): bytes.append(contentsOf: text.utf8)
        case .encoded(let text): bytes.append(contentsOf: text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(into: &bytes, sorted: sorted)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            let ordered =
                sorted ? members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : members
            for (index, member) in ordered.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSON.write(member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes, sorted: sorted)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    static func write(_ number: Int, into bytes: inout [UInt8]) {
        guard number < 0 || number > 9 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
        bytes.append(contentsOf: String(number).utf8)
    }

    static func write(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices where needsEscape(utf8[index]) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                escape(utf8[index], into: &bytes)
                start = index + 1
            }
            bytes.append(contentsOf: start == 0 ? utf8 : UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Whether any of them does: eight at a time.
    static func needsEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(text)
        guard bytes.count >= 8 else { return bytes.contains(where: needsEscape) }
        let last = bytes.count &- 8
        var place = 0
        while place < last {
            if needsEscape(eight: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) { return true }
            place &+= 8
        }
        return needsEscape(eight: bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self))
    }

    /// A byte below a bound borrows from its own highest bit, which then was not set (Warren, Hacker's Delight, 6-1); one
    /// that equals another differs from it by less than one.
    private static func needsEscape(eight bytes: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func below(_ bound: UInt64, _ bytes: UInt64) -> UInt64 { (bytes &- ones &* bound) & ~bytes }
        let found =
            below(0x20, bytes) | below(1, bytes ^ ones &* UInt64(UInt8(ascii: "\"")))
            | below(1, bytes ^ ones &* UInt64(UInt8(ascii: "\\")))
        return found & (ones &* 0x80) != 0
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}
