import Domain
import Foundation
import JSON
import Secrets
import Store

/// What somebody asks of a new endpoint.
public struct WebhookDraft: Sendable {
    public var name: String
    public var url: String
    public var adapter: String
    public var events: [String]
    public var secret: String?
    public var onUnknown: String

    public init(name: String, url: String, adapter: String, events: [String], secret: String?, onUnknown: String) {
        self.name = name
        self.url = url
        self.adapter = adapter
        self.events = events
        self.secret = secret
        self.onUnknown = onUnknown
    }
}

/// An endpoint at the one moment when its secret is shown.
public struct CreatedWebhook: Sendable {
    public var row: WebhookRow
    public var secret: String?
}

extension Broker {
    /// Subscribes an endpoint to what its creator's organization may see, from now on.
    public func createWebhook(
        _ draft: WebhookDraft, by caller: Caller, _ terms: Terms<CreatedWebhook>
    ) async throws -> CreatedWebhook {
        let district = try await districts.district(caller.district)
        var row = WebhookRow()
        row.id = UUID.version7()
        let secret = draft.secret ?? WebhookSecret.make().text
        row.organization = caller.organization
        row.seesDistrict = caller.role.seesDistrict
        row.name = draft.name
        row.adapter = draft.adapter
        row.events = draft.events
        row.onUnknown = draft.onUnknown
        row.url = try secrets.seal(draft.url, context: "webhook-url:\(row.id.text)")
        row.secret = try secrets.seal(secret, context: "webhook-secret:\(row.id.text)")
        row.urlShown = Broker.shown(draft.url)
        let prepared = row
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            let moment = district.now()
            var row = prepared
            row.createdAt = moment.business
            let line = Chronicle.record(
                &head, type: "webhook.created", by: caller, at: moment.business,
                data: [
                    "id": .string(row.id.text), "adapter": .string(row.adapter),
                    "organization": .string(row.organization),
                ])
            try await work.add(row)
            work.save(head)
            work.record([line], [])
            let created = CreatedWebhook(row: row, secret: secret)
            work.remember(terms.answer?(created))
            return created
        }
    }

    /// The endpoint of that id: the caller's organization's own, or any for those who administer the district.
    public func webhook(_ id: UUID, for caller: Caller) async throws -> WebhookRow {
        guard let row = try await store.webhooks(id, of: owner(caller), in: caller.district).first else {
            throw Refusal.notFound
        }
        return row
    }

    public func webhooks(for caller: Caller, before: UUID?, limit: Int) async throws -> [WebhookRow] {
        try await store.webhooks(of: owner(caller), before: before, limit: limit, in: caller.district)
    }

    /// Removes an endpoint and its log.
    public func deleteWebhook(_ id: UUID, by caller: Caller, _ terms: Terms<Void>) async throws {
        try terms.check(try await webhook(id, for: caller).version)
        let district = try await districts.district(caller.district)
        try await store.change(caller.district) { work in
            guard try await work.deleteWebhook(id, of: owner(caller)) else { throw Refusal.notFound }
            var head = try await work.lockDistrict()
            let line = Chronicle.record(
                &head, type: "webhook.deleted", by: caller, at: district.now().business, data: ["id": .string(id.text)])
            work.save(head)
            work.record([line], [])
        }
    }

    public func deliveries(
        of id: UUID, state: String?, for caller: Caller, before: Int?, limit: Int
    ) async throws -> [DeliveryLine] {
        _ = try await webhook(id, for: caller)
        return try await store.deliveries(of: id, state: state, before: before, limit: limit, in: caller.district)
    }

    private func owner(_ caller: Caller) -> String? { caller.role == .admin ? nil : caller.organization }

    /// Scheme and host of an address; the rest may be its secret.
    private static func shown(_ url: String) -> String {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host else {
            return "…"
        }
        return "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")/…"
    }

    /// Events after a place in the feed, as the caller may see them.
    public func events(after position: Int, for caller: Caller, limit: Int) async throws -> [FeedEvent] {
        try await store.events(
            after: position, limit: limit, viewer: caller.role.seesDistrict ? nil : caller.organization,
            in: caller.district)
    }
}

/// What came back from a test message.
public struct ProbeOutcome: Sendable {
    public var delivered: Bool
    public var status: Int?
    public var error: String?
    public var milliseconds: Int
    public var excerpt: String?

    public init(delivered: Bool, status: Int?, error: String?, milliseconds: Int, excerpt: String?) {
        self.delivered = delivered
        self.status = status
        self.error = error
        self.milliseconds = milliseconds
        self.excerpt = excerpt
    }
}

/// Sends one message to an endpoint at once. The broker knows no webhook's format: whoever delivers brings this along.
public protocol EndpointProbe: Sendable {
    func probe(adapter: String, url: String, secret: String?) async -> ProbeOutcome
}

extension Broker {
    /// Sends a test message to an endpoint now, beside its queue.
    public func testWebhook(_ id: UUID, by caller: Caller) async throws -> ProbeOutcome {
        let row = try await webhook(id, for: caller)
        let url = try secrets.open(row.url, context: "webhook-url:\(row.id.text)")
        let secret = try row.secret.map { try secrets.open($0, context: "webhook-secret:\(row.id.text)") }
        return await probe.probe(adapter: row.adapter, url: url, secret: secret)
    }

    /// Whether text is a secret that Standard Webhooks allows.
    public static func isWebhookSecret(_ text: String) -> Bool { WebhookSecret(text) != nil }
}
