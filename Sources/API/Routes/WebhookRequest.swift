import Broker
import Domain
import Foundation
import JSON
import Language

/// What a request says of an endpoint, checked beyond its shape.
struct WebhookRequest {
    /// The adapters that are served.
    static let adapters = ["standard", "cloudevents", "wecom", "dingtalk", "feishu", "slack", "mattermost", "teams"]
    /// Those whose robots sign with a secret of their own making.
    private static let signed: Set<String> = ["dingtalk", "feishu"]

    private let body: Body

    init(_ body: Body) { self.body = body }

    func draft() throws -> WebhookDraft {
        try checkEvents()
        let adapter = body.text("adapter")
        var draft = WebhookDraft(
            name: body.text("name"), url: body.text("url"), adapter: adapter, events: body.texts("events"))
        try checkURL(draft.url)
        draft.signingSecret = body.optionalText("signing_secret")
        // Whoever copies a robot's secret need not know which of the two fields is meant for it.
        if Self.signed.contains(adapter), let secret = body.optionalText("secret"),
            !Broker.isWebhookSecret(secret)
        {
            draft.signingSecret = draft.signingSecret ?? secret
        } else {
            draft.secret = try secret()
        }
        draft.mentions = body.texts("mentions")
        draft.digest = body.bool("digest") ?? true
        draft.handshake = body.bool("handshake") ?? false
        draft.onUnknown = body.optionalText("on_unknown") ?? "resend"
        draft.language = body.optionalText("language")
        return draft
    }

    /// - Parameter adapter: the endpoint's, which stays.
    func change(of adapter: String) throws -> WebhookChange {
        try checkEvents()
        var change = WebhookChange(state: body.word("state"))
        change.name = body.optionalText("name")
        change.url = body.optionalText("url")
        if let url = change.url { try checkURL(url) }
        change.events = body.json["events"]?.array == nil ? nil : body.texts("events")
        change.signingSecret = body.optionalText("signing_secret")
        change.mentions = body.json["mentions"]?.array == nil ? nil : body.texts("mentions")
        change.digest = body.bool("digest")
        change.handshake = body.bool("handshake")
        change.onUnknown = body.optionalText("on_unknown")
        change.language = body.optionalText("language")
        return change
    }

    /// The secret that the request brings along.
    func secret() throws -> String? {
        let secret = body.optionalText("secret")
        if let secret, !Broker.isWebhookSecret(secret) {
            throw RequestFault.invalid([FieldError("/secret", .wrongFormat("whsec_<base64>"))])
        }
        return secret
    }

    private func checkEvents() throws {
        let wrong = body.texts("events").enumerated().filter { !EventType.isPattern($0.element) }
        guard wrong.isEmpty else {
            throw RequestFault.invalid(
                wrong.map { FieldError("/events/\($0.offset)", .wrongFormat("order.received, order.*")) })
        }
    }

    private func checkURL(_ url: String) throws {
        guard let address = URLComponents(string: url), ["http", "https"].contains(address.scheme?.lowercased() ?? ""),
            address.host?.isEmpty == false
        else { throw Refusal.rule(Refusal.Rule(.refusedURL, at: "/url", "http(s)://…")) }
    }
}

extension Shape {
    private static let settings: [Field] = [
        Field("signing_secret", .text(1...500)), Field("mentions", .list(.text(1...200), 0...50)),
        Field("digest", .boolean), Field("handshake", .boolean), Field("on_unknown", .word(["resend", "hold"])),
        Field("language", .word(Tongue.allCases.map(\.rawValue))),
    ]
    private static let url = Shape.text(1...2000)
    private static let events = Shape.list(.text(1...100), 1...100)

    static let webhook = Shape.object(
        [
            Field("name", .name, required: true), Field("url", url, required: true),
            Field("adapter", .word(WebhookRequest.adapters), required: true), Field("events", events, required: true),
            Field("secret", .text(1...500)),
        ] + settings)

    static let webhookChange = Shape.object(
        [
            Field("name", .name), Field("url", url), Field("events", events),
            Field("state", .word(WebhookChange.State.self)),
        ] + settings)

    static let rotation = Shape.object([Field("secret", .text(1...200))])

    static let replay = Shape.object([
        Field("since", .moment, required: true), Field("until", .moment, required: true), Field("dry_run", .boolean),
    ])
}
