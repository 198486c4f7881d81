import Domain

/// What messages need to know of the place they come from.
public struct Surroundings: Sendable {
    /// What is known of a district.
    public struct District: Sendable {
        /// Names of organizations by code.
        public var names: [String: String]
        /// The zone that times are shown in.
        public var zone: Zone?

        public init(names: [String: String] = [:], zone: Zone? = Zone("Asia/Shanghai")) {
            self.names = names
            self.zone = zone
        }
    }

    /// The broker's public address without a path or a slash at its end; `nil`: messages carry no links.
    public let publicURL: String?
    /// A district's facts, as they are now.
    public let district: @Sendable (String) async -> District

    public init(
        publicURL: String? = nil, district: @escaping @Sendable (String) async -> District = { _ in District() }
    ) {
        self.publicURL = publicURL
        self.district = district
    }

    /// The sender's DNS name, for endpoints that are asked for their consent.
    var origin: String {
        guard let publicURL, let start = publicURL.range(of: "://") else { return "whistle" }
        return String(publicURL[start.upperBound...].prefix { $0 != "/" && $0 != ":" })
    }

    /// The `source` of a district's CloudEvents.
    func source(_ code: String) -> String { "\(publicURL ?? "")/whistle/\(code)" }
}
