/// Which addresses a request may reach. Public addresses always; internal and special ones only when the operator
/// listed them. A pure value: it resolves nothing.
public struct AddressPolicy: Sendable, Hashable {
    /// What the policy says of one address.
    public enum Verdict: Sendable, Hashable {
        /// An ordinary address of the Internet.
        case publicAddress
        /// An address of a forbidden range that the operator listed.
        case allowedInternal
        /// Not to be reached; the reason names the range and is safe to log.
        case refused(reason: String)
    }

    /// The internal networks the operator listed.
    public let allowed: [CIDR]

    /// - Parameter allow: internal networks that may be reached; empty: none.
    public init(allow: [CIDR] = []) {
        allowed = allow
    }

    /// Reads a list of networks, separated by commas or white space: `10.0.0.0/8, 192.168.7.9`. Empty text allows
    /// nothing internal.
    ///
    /// - Throws: `CurlError.refusedAddress` for the first entry that is not a network.
    public static func parse(_ text: String) throws(CurlError) -> AddressPolicy {
        var networks: [CIDR] = []
        for entry in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            networks.append(try CIDR(String(entry)))
        }
        return AddressPolicy(allow: networks)
    }

    /// Judges the address that would really be reached (see `IPAddress.normalized`), so that `::ffff:10.0.0.1`,
    /// `64:ff9b::a00:1` and `2002:a00:1::` are all judged as `10.0.0.1`.
    public func judge(_ address: IPAddress) -> Verdict {
        let reached = address.normalized
        guard let range = Self.specialRange(of: reached) else { return .publicAddress }
        if allowed.contains(where: { $0.contains(reached) }) { return .allowedInternal }
        return .refused(reason: "\(range) address \(reached)")
    }
}
