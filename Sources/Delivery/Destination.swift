import Domain
import Language

/// Where an endpoint is, opened, and how it wants to be spoken to.
struct Destination: Sendable {
    /// Path and query are kept; adapters add query fields of their own.
    var url: String
    /// The keys that sign now, newest first: one, and during a rotation the old one too.
    var secrets: [String]
    /// A robot's own signing secret (加签), or the private key of an asymmetric webhook signature (`whsk_…`).
    var signingSecret: String?
    /// Whom robots mention in each message: `all`, a phone number, or a user id of the platform (`id|name` where the
    /// platform shows a name).
    var mentions: [Mention]
    /// The broker's public address without a path, `https://whistle.example`; `nil`: messages carry no links.
    var publicURL: String?
    /// Names of organizations by code.
    var names: [String: String]
    var tongue: Tongue
    /// The zone that times are shown in.
    var zone: Zone?
    /// Links that act, where messages may carry them.
    var offer: LinkOffer?
    /// The `source` of a CloudEvent: a URI reference naming broker and district.
    var source: String

    init(
        url: String, secrets: [String] = [], signingSecret: String? = nil, mentions: [String] = [],
        publicURL: String? = nil, names: [String: String] = [:], tongue: Tongue = .chinese,
        zone: Zone? = Zone("Asia/Shanghai"), source: String = "/whistle"
    ) {
        self.url = url
        self.secrets = secrets
        self.signingSecret = signingSecret
        self.mentions = mentions.compactMap(Mention.init)
        self.publicURL = publicURL
        self.names = names
        self.tongue = tongue
        self.zone = zone
        self.source = source
    }

    /// What a robot's signature is made with: its signing secret, or a secret that is not one of ours.
    var robotSecret: String? {
        if let signingSecret, !signingSecret.isEmpty { return signingSecret }
        return secrets.first { !$0.isEmpty && !$0.hasPrefix("whsec_") }
    }
}
