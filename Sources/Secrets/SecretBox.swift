import Crypto
import Foundation

/// Seals what must not be read from a dump of the database: contacts, webhook secrets and addresses (AES-256-GCM). Holds
/// one key that seals, and the ones before it, which still open what they sealed.
public struct SecretBox: Sendable {
    /// Newest first; never empty.
    private let keys: [SymmetricKey]

    /// - Parameter key: 32 bytes.
    public init(key: [UInt8]) throws(SecretsError) { try self.init(keys: [key]) }

    /// - Parameter keys: 32 bytes each, the one that seals first.
    public init(keys: [[UInt8]]) throws(SecretsError) {
        for key in keys where key.count != 32 { throw .wrongKeyLength(key.count) }
        guard !keys.isEmpty else { throw .wrongKeyLength(0) }
        self.keys = keys.map { SymmetricKey(data: $0) }
    }

    /// Seals text for one place: `context` names it (a row's id) and must be the same when opening.
    /// - Returns: nonce, ciphertext and tag together.
    public func seal(_ text: String, context: String) throws(SecretsError) -> [UInt8] {
        do {
            let sealed = try AES.GCM.seal(Data(text.utf8), using: keys[0], authenticating: Data(context.utf8))
            guard let combined = sealed.combined else { throw SecretsError.cannotSeal }
            return Array(combined)
        } catch { throw .cannotSeal }
    }

    /// - Throws: `.cannotOpen` for another key, another place or altered bytes.
    public func open(_ bytes: [UInt8], context: String) throws(SecretsError) -> String {
        for key in keys { if let text = Self.open(bytes, context, key) { return text } }
        throw .cannotOpen
    }

    /// Whether the newest key sealed it.
    public func isCurrent(_ bytes: [UInt8], context: String) -> Bool { Self.open(bytes, context, keys[0]) != nil }

    /// A keyed digest: tells whether a contact is the same without telling who it is.
    public func digest(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: keys[0]))
    }

    /// Keys for one purpose, newest first: no two purposes share one.
    func derived(for purpose: String) -> [SymmetricKey] {
        keys.map { HKDF<SHA256>.deriveKey(inputKeyMaterial: $0, info: Data(purpose.utf8), outputByteCount: 32) }
    }

    private static func open(_ bytes: [UInt8], _ context: String, _ key: SymmetricKey) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: Data(bytes)),
            let text = try? AES.GCM.open(box, using: key, authenticating: Data(context.utf8))
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}
