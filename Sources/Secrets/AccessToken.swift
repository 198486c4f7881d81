import Foundation

/// The text a caller carries: `whs_<district>_<43 base64url characters>`. Only its hash is stored.
public enum AccessToken {
    /// A new token for a district: 256 random bits.
    public static func make(district: String) -> String {
        "whs_\(district)_\(Base64URL.encode(Random.bytes(32)))"
    }

    /// The district it names; `nil` for text of another form.
    public static func district(of token: String) -> String? {
        // The random part may itself hold an underscore: it is known by its length.
        let (prefix, secretLength) = (4, 43)
        let utf8 = token.utf8
        let length = utf8.count - prefix - secretLength - 1
        guard length > 0, token.hasPrefix("whs_") else { return nil }
        let start = utf8.index(utf8.startIndex, offsetBy: prefix)
        let separator = utf8.index(start, offsetBy: length)
        guard utf8[separator] == UInt8(ascii: "_") else { return nil }
        return String(utf8[start..<separator])
    }

    /// What is stored of it. A plain hash suffices: 256 random bits cannot be guessed.
    public static func hash(_ token: String) -> [UInt8] { Digest.sha256(token.utf8) }

    /// The part that lists may show.
    public static func prefix(_ token: String) -> String { String(token.dropLast(37)) }
}

/// Base64 for URLs, without padding (RFC 4648 §5).
public enum Base64URL {
    public static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    public static func decode(_ text: String) -> [UInt8]? {
        var text = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text).map(Array.init)
    }
}
