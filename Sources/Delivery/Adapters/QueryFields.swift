/// Fields that an adapter adds to an endpoint's own query.
enum QueryFields {
    /// The URL with the fields at the end of its query; what was there stays as it is.
    static func adding(_ fields: [(name: String, value: String)], to url: String) -> String {
        let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var result = String(parts[0])
        for field in fields {
            let mark = result.contains("?") ? (result.hasSuffix("?") || result.hasSuffix("&") ? "" : "&") : "?"
            result += "\(mark)\(field.name)=\(encoded(field.value))"
        }
        // A fragment is never sent, but it is part of what the administrator entered.
        return parts.count > 1 ? "\(result)#\(parts[1])" : result
    }

    /// Everything but RFC 3986's unreserved characters.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
