import Crypto
import Foundation

/// The text a caller carries: `whs_<district>_<43 base64url characters>`. Only its hash is stored.
public enum AccessToken {
    /// A new token for a district: 256 random bits.
    public static func make(district: String) -> String {
        "whs_\(district)_\(Base64URL.encode(Random.bytes(32)))"
    }

    /// The district it names; `nil` for text of another form.
    public static func district(of token: some StringProtocol) -> String? {
        guard token.hasPrefix("whs_"), let end = token.lastIndex(of: "_") else { return nil }
        // The random part may itself hold an underscore: it is known by its length.
        let secretLength = 43
        guard token.count > 4 + secretLength + 1 else { return nil }
        let separator = token.index(token.endIndex, offsetBy: -(secretLength + 1))
        guard token[separator] == "_", separator <= end else { return nil }
        let start = token.index(token.startIndex, offsetBy: 4)
        guard start < separator else { return nil }
        return String(token[start..<separator])
    }

    /// What is stored of it. A plain hash suffices: 256 random bits cannot be guessed.
    public static func hash(_ token: some StringProtocol) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

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
