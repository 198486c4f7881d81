import Domain
import Language

/// What messages need to know of the place they come from.
public struct Surroundings: Sendable {
    /// What is known of a district.
    public struct District: Sendable {
        /// Names of organizations by code.
        public var names: [String: String]
        /// The zone that times are shown in.
        public var zone: Zone?
        /// In which language its rooms are told, and what may be done from there.
        public var messages: MessageRules

        public init(
            names: [String: String] = [:], zone: Zone? = Zone("Asia/Shanghai"), messages: MessageRules = MessageRules()
        ) {
            self.names = names
            self.zone = zone
            self.messages = messages
        }

        /// The language of a message, by the endpoint's own wish or else the district's.
        func tongue(_ wish: String?) -> Tongue {
            wish.flatMap(Tongue.init(rawValue:)) ?? Tongue(rawValue: messages.language.rawValue) ?? .chinese
        }
    }

    /// The broker's public address without a path or a slash at its end; `nil`: messages carry no links.
    public var publicURL: String? { address() }
    private let address: @Sendable () -> String?
    /// A district's facts, as they are now.
    public let district: @Sendable (String) async -> District

    /// - Parameter publicURL: asked each time: a demo knows its address only once it listens.
    public init(
        publicURL: @escaping @Sendable () -> String? = { nil },
        district: @escaping @Sendable (String) async -> District = { _ in District() }
    ) {
        address = publicURL
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
