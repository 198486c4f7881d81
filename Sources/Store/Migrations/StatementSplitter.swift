/// Cuts a migration into statements at semicolons outside quotes, dollar quotes and comments: the extended protocol
/// takes one at a time.
enum StatementSplitter {
    static func split(_ sql: String) -> [String] {
        let bytes = Array(sql.utf8)
        var statements: [String] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "'"): index = skip(bytes, from: index + 1, past: [UInt8(ascii: "'")])
            case UInt8(ascii: "-") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "-"):
                index = skip(bytes, from: index, past: [UInt8(ascii: "\n")])
            case UInt8(ascii: "$"):
                if let tag = dollarTag(bytes, at: index) {
                    index = skip(bytes, from: index + tag.count, past: tag)
                } else {
                    index += 1
                }
            case UInt8(ascii: ";"):
                statements.append(String(decoding: bytes[start..<index], as: UTF8.self))
                index += 1
                start = index
            default: index += 1
            }
        }
        return statements
    }

    private static func skip(_ bytes: [UInt8], from start: Int, past mark: [UInt8]) -> Int {
        var index = start
        while index + mark.count <= bytes.count {
            if bytes[index..<(index + mark.count)].elementsEqual(mark) { return index + mark.count }
            index += 1
        }
        return bytes.count
    }

    private static func dollarTag(_ bytes: [UInt8], at start: Int) -> [UInt8]? {
        var end = start + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "$") {
            let byte = bytes[end]
            guard byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            else { return nil }
            end += 1
        }
        return end < bytes.count ? Array(bytes[start...end]) : nil
    }
}
