import Crypto
import Foundation

/// The key of a Standard Webhooks endpoint: `whsec_` and base64 of 24 to 64 bytes.
public struct WebhookSecret: Sendable {
    public let text: String
    private let key: SymmetricKey

    /// `nil` for text of another form.
    public init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(text.dropFirst(6))),
            (24...64).contains(bytes.count)
        else { return nil }
        self.text = text
        key = SymmetricKey(data: bytes)
    }

    /// A new one of 32 bytes.
    public static func make() -> WebhookSecret {
        let bytes = Random.bytes(32)
        return WebhookSecret(text: "whsec_" + Data(bytes).base64EncodedString(), key: SymmetricKey(data: bytes))
    }

    private init(text: String, key: SymmetricKey) {
        self.text = text
        self.key = key
    }

    /// `v1,<base64>` over `id.timestamp.body` (Standard Webhooks 1.0.0), the timestamp in seconds.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        var message = Array("\(id).\(timestamp).".utf8)
        message.append(contentsOf: body)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        return "v1," + Data(code).base64EncodedString()
    }
}
