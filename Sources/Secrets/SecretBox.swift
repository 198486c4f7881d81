import Crypto
import Foundation

/// Seals what must not be read from a dump of the database: contacts, webhook secrets and addresses (AES-256-GCM).
public struct SecretBox: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: 32 bytes.
    public init(key: [UInt8]) throws(SecretsError) {
        guard key.count == 32 else { throw .wrongKeyLength(key.count) }
        self.key = SymmetricKey(data: key)
    }

    /// Seals text for one place: `context` names it (a row's id) and must be the same when opening.
    /// - Returns: nonce, ciphertext and tag together.
    public func seal(_ text: String, context: String) throws(SecretsError) -> [UInt8] {
        do {
            let sealed = try AES.GCM.seal(Data(text.utf8), using: key, authenticating: Data(context.utf8))
            guard let combined = sealed.combined else { throw SecretsError.cannotSeal }
            return Array(combined)
        } catch { throw .cannotSeal }
    }

    /// - Throws: `.cannotOpen` for another key, another place or altered bytes.
    public func open(_ bytes: [UInt8], context: String) throws(SecretsError) -> String {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(bytes))
            return String(
                decoding: try AES.GCM.open(box, using: key, authenticating: Data(context.utf8)), as: UTF8.self)
        } catch { throw .cannotOpen }
    }

    /// A keyed digest: tells whether a contact is the same without telling who it is.
    public func digest(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }
}
