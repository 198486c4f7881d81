/// Where a URL leads, as libcurl itself reads it.
struct Target: Sendable {
    /// Host, in small letters, and port: what the number of connections is bounded by.
    let key: String
    /// The host in libcurl's spelling, IPv6 without brackets.
    let host: String
    /// The address, when the host is one in whatever spelling.
    let address: IPAddress?

    /// Whether the host is a name that means the machine itself, by RFC 6761 and by libcurl's own resolver.
    var isLocalhost: Bool {
        host.equalsIgnoringCase("localhost") || host.lowercased().hasSuffix(".localhost")
    }

    /// What a policy can say before any name is resolved; `nil`: not yet known.
    func verdict(by policy: AddressPolicy) -> AddressPolicy.Verdict? {
        if let address { return policy.judge(address) }
        guard isLocalhost else { return nil }
        let verdicts = [policy.judge(.v4(0x7f00_0001)), policy.judge(.v6(high: 0, low: 1))]
        return verdicts.first { $0 == .allowedInternal } ?? verdicts[0]
    }
}
