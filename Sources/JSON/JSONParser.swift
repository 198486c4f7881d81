/// Reads one JSON text.
///
/// Our own, because the edge must tell apart what Foundation's decoder folds into one error: text that is no JSON (400)
/// and JSON whose strings hold what PostgreSQL and UTF-8 cannot (422, naming the field), and because it must bound depth.
/// A lone surrogate becomes U+0000, which no field takes, so the field's own check names it.
struct JSONParser {
    static let maximumDepth = 64

    private let input: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    init(_ input: UnsafeBufferPointer<UInt8>) { self.input = input }

    mutating func parseDocument() throws(JSONError) -> JSON {
        skipSpace()
        let value = try parseValue()
        skipSpace()
        guard position == input.count else { throw fault }
        return value
    }

    private var fault: JSONError { .malformed(offset: position) }
    private var current: UInt8? { position < input.count ? input[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func parseValue() throws(JSONError) -> JSON {
        switch current {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try parseNumber()
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws(JSONError) -> JSON) throws(JSONError) -> JSON {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw .tooDeep(limit: Self.maximumDepth) }
        position += 1
        return try body(&self)
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= input.count else { throw fault }
        for offset in 0..<word.utf8CodeUnitCount where input[position + offset] != word.utf8Start[offset] {
            throw fault
        }
        position = end
        return value
    }

    private mutating func parseArray() throws(JSONError) -> JSON {
        var elements: [JSON] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try parseValue())
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements)
            default: throw fault
            }
        }
    }

    private mutating func parseObject() throws(JSONError) -> JSON {
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw fault }
            let name = try parseString()
            // Two members of one name mean different things to different readers; nobody needs them.
            guard names.insert(name).inserted else { throw fault }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw fault }
            position += 1
            skipSpace()
            members.append(JSON.Member(name, try parseValue()))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .object(members)
            default: throw fault
            }
        }
    }

    private mutating func parseNumber() throws(JSONError) -> JSON {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        guard let first = current, isDigit(first) else { throw fault }
        position += 1
        if first != UInt8(ascii: "0") { skipDigits() }
        var whole = true
        if current == UInt8(ascii: ".") {
            whole = false
            position += 1
            try requireDigits()
        }
        if let byte = current, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            whole = false
            position += 1
            if let sign = current, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try requireDigits()
        }
        let text = String(decoding: input[start..<position], as: UTF8.self)
        if whole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text) else { throw fault }
        return .number(value)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func skipDigits() { while let byte = current, isDigit(byte) { position += 1 } }

    private mutating func requireDigits() throws(JSONError) {
        guard let byte = current, isDigit(byte) else { throw fault }
        skipDigits()
    }
}

extension JSONParser {
    fileprivate mutating func parseString() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if current == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: input[start..<position], as: UTF8.self)
        }
        var bytes = Array(input[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try parseEscape(into: &bytes)
            case 0..<0x20: throw fault
            default:
                bytes.append(byte)
                position += 1
            }
        }
        throw fault
    }

    private mutating func parseEscape(into bytes: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw fault }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"): bytes.append(contentsOf: String(try parseUnicodeEscape()).utf8)
        default: throw fault
        }
    }

    private mutating func parseUnicodeEscape() throws(JSONError) -> Character {
        let unit = try parseHexQuad()
        if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
        guard unit < 0xDC00, position + 1 < input.count, input[position] == UInt8(ascii: "\\"),
            input[position + 1] == UInt8(ascii: "u")
        else { return "\0" }
        let mark = position
        position += 2
        let low = try parseHexQuad()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00))
        else {
            position = mark
            return "\0"
        }
        return Character(scalar)
    }

    private mutating func parseHexQuad() throws(JSONError) -> UInt16 {
        guard position + 4 <= input.count else { throw fault }
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(input[position])).hexDigitValue else { throw fault }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}

extension JSON {
    /// Reads one JSON text of UTF-8 bytes, at most 64 levels deep.
    /// - Throws: `JSONError`.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        let copy = ContiguousArray(bytes)
        let parsed: Result<JSON, JSONError> = copy.withUnsafeBufferPointer { buffer in
            guard String(validating: buffer, as: UTF8.self) != nil else { return .failure(.invalidUTF8) }
            var parser = JSONParser(buffer)
            do throws(JSONError) { return .success(try parser.parseDocument()) } catch { return .failure(error) }
        }
        self = try parsed.get()
    }

    /// Reads one JSON text.
    public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}
