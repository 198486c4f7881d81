import Domain
import Foundation
import JSON
import Secrets
import Store

extension Broker {
    /// Subscribes an endpoint to what its creator's organization may see, from now on.
    public func createWebhook(
        _ draft: WebhookDraft, by caller: Caller, _ terms: Terms<CreatedWebhook>
    ) async throws -> CreatedWebhook {
        let district = try await districts.district(caller.district)
        var row = WebhookRow()
        row.id = UUID.version7()
        let secret = draft.secret ?? WebhookSecret.make().text
        let own = row.id.text
        row.organization = caller.organization
        row.seesDistrict = caller.role.seesDistrict
        row.name = draft.name
        row.adapter = draft.adapter
        row.events = draft.events
        row.onUnknown = draft.onUnknown
        row.mentions = draft.mentions
        row.digest = draft.digest
        row.handshake = draft.handshake
        row.language = draft.language
        row.robot = robot(row.adapter, at: draft.url)
        row.url = try secrets.seal(draft.url, context: "webhook-url:\(own)")
        row.secret = try secrets.seal(secret, context: "webhook-secret:\(own)")
        row.signingSecret = try draft.signingSecret.map {
            try secrets.seal($0, context: "webhook-signing-secret:\(own)")
        }
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
            var head = try await work.lockDistrict()
            guard try await work.deleteWebhook(id, of: owner(caller)) else { throw Refusal.notFound }
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

    /// How many messages went to the endpoint's robot this month, by all endpoints on it; `nil` where its platform has no
    /// limit, or nothing went out yet.
    public func sentThisMonth(by id: UUID, for caller: Caller) async throws -> Int? {
        _ = try await webhook(id, for: caller)
        return try await store.sent(by: id, in: caller.district)?.count(at: .machineNow)
    }

    /// Adapters that write to programs, which have no limit to share.
    static let programs = ["standard", "cloudevents"]

    /// Which robot an address leads to; `nil` for programs.
    func robot(_ adapter: String, at url: String) -> [UInt8]? {
        Broker.programs.contains(adapter) ? nil : secrets.robotIdentity(url)
    }

    func owner(_ caller: Caller) -> String? { caller.role == .admin ? nil : caller.organization }

    /// Scheme and host of an address; the rest may be its secret.
    static func shown(_ url: String) -> String {
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
