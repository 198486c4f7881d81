import Store

/// What somebody asks of a new endpoint.
public struct WebhookDraft: Sendable {
    public var name: String
    public var url: String
    public var adapter: String
    public var events: [String]
    public var secret: String?
    public var signingSecret: String?
    public var mentions: [String] = []
    public var digest = true
    public var handshake = false
    public var onUnknown = "resend"
    /// The language of its messages; `nil`: the district's.
    public var language: String?

    public init(name: String, url: String, adapter: String, events: [String]) {
        self.name = name
        self.url = url
        self.adapter = adapter
        self.events = events
    }
}

/// What somebody alters of an endpoint; `nil`: stays as it is.
public struct WebhookChange: Sendable {
    /// Whether events are sent: a paused or disabled endpoint keeps them parked.
    public enum State: String, Sendable, CaseIterable {
        case active, paused, disabled
    }

    public var name: String?
    public var url: String?
    public var events: [String]?
    public var state: State?
    public var signingSecret: String?
    public var mentions: [String]?
    public var digest: Bool?
    public var handshake: Bool?
    public var onUnknown: String?
    public var language: String?

    public init(state: State? = nil) { self.state = state }
}

/// An endpoint at the one moment when its secret is shown.
public struct CreatedWebhook: Sendable {
    public var row: WebhookRow
    public var secret: String?
}
