import Crypto
import Foundation

/// The private half of an ed25519 pair for the asymmetric signature of Standard Webhooks (`v1a`): `whsk_` and base64 of
/// the 32-byte seed, or of seed and public key together (64 bytes), as the standard's libraries write it.
public struct WebhookSigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// `nil` for text of another form.
    public init?(_ text: String) {
        guard text.hasPrefix("whsk_"), let bytes = Data(base64Encoded: String(text.dropFirst(5))),
            bytes.count == 32 || bytes.count == 64,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.prefix(32)),
            bytes.count == 32 || bytes.suffix(32) == key.publicKey.rawRepresentation
        else { return nil }
        self.key = key
    }

    /// What the receiver verifies with: `whpk_` and base64 of the public key.
    public var publicText: String { "whpk_" + key.publicKey.rawRepresentation.base64EncodedString() }

    /// `v1a,<base64>` over `id.timestamp.body`, the timestamp in seconds; `nil` if the library refuses.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String? {
        var message = Array("\(id).\(timestamp).".utf8)
        message.append(contentsOf: body)
        return (try? key.signature(for: message)).map { "v1a," + $0.base64EncodedString() }
    }
}
