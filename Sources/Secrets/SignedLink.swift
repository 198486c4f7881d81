import Crypto
import Foundation

/// What a signed link lets its holder do, once: one act on one subject in the name of one organization.
public struct SignedLink: Sendable, Equatable {
    public enum Act: UInt8, Sendable, CaseIterable {
        case receive = 1
        case reportIn = 2
        case evaluate = 3
    }

    public var act: Act
    public var district: String
    /// The order, or the whistle that is evaluated.
    public var subject: UUID
    public var organization: String
    /// Tells links of the same act apart. A message that is sent again carries the same.
    public var use: UUID
    /// Seconds since 1970, machine time.
    public var expires: Int64

    /// - Parameters:
    ///   - district: at most 255 bytes, as is the organization's code.
    public init(act: Act, district: String, subject: UUID, organization: String, use: UUID, expires: Int64) {
        self.act = act
        self.district = district
        self.subject = subject
        self.organization = organization
        self.use = use
        self.expires = expires
    }

    /// What is noted when it was used: the same for all copies of a link, whenever they end.
    public var spending: [UInt8] { Array(SHA256.hash(data: Data(body))) }

    private static let version: UInt8 = 1

    /// Everything but the end.
    private var body: [UInt8] {
        [Self.version, act.rawValue] + Self.bytes(subject) + Self.bytes(use) + Self.sized(organization)
            + Self.sized(district)
    }

    fileprivate var signed: [UInt8] {
        let end = UInt32(clamping: expires)
        return body + (0..<4).map { UInt8(truncatingIfNeeded: end >> (24 - 8 * $0)) }
    }

    fileprivate init?(signed bytes: [UInt8]) {
        var rest = bytes[...]
        func take(_ count: Int) -> [UInt8]? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        func text() -> String? {
            guard let count = take(1)?[0] else { return nil }
            return take(Int(count)).map { String(decoding: $0, as: UTF8.self) }
        }
        guard let head = take(2), head[0] == Self.version, let act = Act(rawValue: head[1]),
            let subject = take(16), let use = take(16), let organization = text(), let district = text(),
            let end = take(4), rest.isEmpty
        else { return nil }
        self.init(
            act: act, district: district, subject: Self.uuid(subject), organization: organization, use: Self.uuid(use),
            expires: end.reduce(0) { $0 << 8 | Int64($1) })
    }

    private static func sized(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(255))
        return [UInt8(bytes.count)] + bytes
    }

    private static func bytes(_ id: UUID) -> [UInt8] { withUnsafeBytes(of: id.uuid) { Array($0) } }

    private static func uuid(_ bytes: [UInt8]) -> UUID {
        var id = UUID().uuid
        withUnsafeMutableBytes(of: &id) { $0.copyBytes(from: bytes) }
        return UUID(uuid: id)
    }
}

extension SecretBox {
    private static let purpose = "whistle signed links"
    private static let codeLength = 32
    /// Longer than any link of ours.
    private static let longestLink = 1024

    /// A link as it stands in an address: base64url, HMAC-SHA256 at its end.
    public func text(of link: SignedLink) -> String {
        let signed = link.signed
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: derived(for: Self.purpose)[0])
        return Base64URL.encode(signed + Array(code))
    }

    /// Reads a link; `nil` for what none of our keys signed. Says nothing about its end, or whether it was used.
    public func link(_ text: String) -> SignedLink? {
        guard text.utf8.count <= Self.longestLink, let bytes = Base64URL.decode(text), bytes.count > Self.codeLength
        else { return nil }
        let signed = Array(bytes.dropLast(Self.codeLength))
        let code = bytes.suffix(Self.codeLength)
        // Compared in constant time.
        let isOurs = derived(for: Self.purpose).contains {
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: $0)
        }
        return isOurs ? SignedLink(signed: signed) : nil
    }
}
