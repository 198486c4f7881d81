import Domain
import Foundation
import JSON
import Secrets
import Store

/// An endpoint after its secret was replaced, at the one moment when the new one is shown.
public struct RotatedWebhook: Sendable {
    public var row: WebhookRow
    public var secret: String
}

extension Broker {
    /// How long a replaced secret still signs, in seconds of machine time.
    private static let rotation: Int64 = 24 * 3600

    /// The one way a verb changes an endpoint: load for update, decide, write with a line of the district's history.
    /// - Parameter decide: alters the row; `nil` where nothing is to be written.
    private func changeWebhook<Result: Sendable>(
        _ id: UUID, by caller: Caller, _ terms: Terms<Result>,
        _ decide: (inout WebhookRow, inout Work) async throws -> (type: String, data: [JSON.Member])?,
        result: (WebhookRow) -> Result
    ) async throws -> Result {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            // The district first, as everywhere: two requests then never wait for one another crosswise.
            var head = try await work.lockDistrict()
            guard let old = try await work.lockWebhook(id, of: owner(caller)) else { throw Refusal.notFound }
            try terms.check(old.version)
            var row = old
            if let (type, data) = try await decide(&row, &work) {
                row.version += 1
                let line = Chronicle.record(
                    &head, type: type, by: caller, at: district.now().business,
                    data: .object([JSON.Member("id", .string(row.id.text))] + data))
                work.save(row, over: old)
                work.save(head)
                work.record([line], [])
            }
            let result = result(row)
            work.remember(terms.answer?(result))
            return result
        }
    }

    /// Alters what is said, and leaves the rest.
    public func updateWebhook(
        _ id: UUID, _ change: WebhookChange, by caller: Caller, _ terms: Terms<WebhookRow>
    ) async throws -> WebhookRow {
        try await changeWebhook(id, by: caller, terms) { row, work in
            let before = row
            try apply(change, to: &row)
            if let state = change.state { try await turn(&row, state, in: &work) }
            // Another address may be another endpoint: what was learned of the old one says nothing of it.
            if change.url != nil { work.refresh(id, anew: true) }
            let changed = changes(from: before, to: row) + (change.signingSecret == nil ? [] : ["signing_secret"])
            guard !changed.isEmpty else { return nil }
            return ("webhook.updated", [JSON.Member("changed", .array(changed.map(JSON.string)))])
        } result: {
            $0
        }
    }

    /// Sends nothing more; events are parked from now on, and what waited is parked with them.
    public func pauseWebhook(_ id: UUID, by caller: Caller, _ terms: Terms<WebhookRow>) async throws -> WebhookRow {
        try await changeWebhook(id, by: caller, terms) { row, work in
            guard row.state == "active" else { return nil }
            try await turn(&row, .paused, in: &work)
            return ("webhook.paused", [])
        } result: {
            $0
        }
    }

    /// Sends again what is told from now on; what was parked stays so until it is replayed.
    public func resumeWebhook(_ id: UUID, by caller: Caller, _ terms: Terms<WebhookRow>) async throws -> WebhookRow {
        try await changeWebhook(id, by: caller, terms) { row, work in
            guard row.state != "active" else { return nil }
            try await turn(&row, .active, in: &work)
            return ("webhook.resumed", [])
        } result: {
            $0
        }
    }

    /// Replaces the secret; the old one signs beside it for a day.
    /// - Parameter secret: the new one; `nil`: one is made.
    public func rotateSecret(
        of id: UUID, to secret: String?, by caller: Caller, _ terms: Terms<RotatedWebhook>
    ) async throws -> RotatedWebhook {
        let new = secret ?? WebhookSecret.make().text
        return try await changeWebhook(id, by: caller, terms) { row, _ in
            let own = row.id.text
            let now = Timestamp.machineNow.seconds
            var retired = try retired(of: row)
            if let old = row.secret {
                retired.retire(
                    try secrets.open(old, context: "webhook-secret:\(own)"), until: now + Broker.rotation, at: now)
            }
            row.oldSecrets = try secrets.seal(retired.text, context: "webhook-old-secrets:\(own)")
            row.secret = try secrets.seal(new, context: "webhook-secret:\(own)")
            return ("webhook.secret_rotated", [])
        } result: {
            RotatedWebhook(row: $0, secret: new)
        }
    }

    /// Has parked and dead deliveries made again whose event's time lies in a span, the ends included; behind what is
    /// new, and at a quarter of the endpoint's rate.
    /// - Parameter dryRun: only counts them.
    public func replayWebhook(
        _ id: UUID, since: Timestamp, until: Timestamp, dryRun: Bool, by caller: Caller, _ terms: Terms<ReplayCount>
    ) async throws -> ReplayCount {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard let row = try await work.lockWebhook(id, of: owner(caller)) else { throw Refusal.notFound }
            try terms.check(row.version)
            let count: ReplayCount
            if dryRun {
                count = try await work.replayable(id, since: since, until: until)
            } else {
                count = try await work.replay(id, since: since, until: until)
                let line = Chronicle.record(
                    &head, type: "webhook.replayed", by: caller, at: district.now().business,
                    data: [
                        "id": .string(id.text), "since": .string(since.canonical), "until": .string(until.canonical),
                        "deliveries": .integer(count.parked + count.dead),
                    ])
                work.save(head)
                work.record([line], [])
            }
            work.remember(terms.answer?(count))
            return count
        }
    }

    /// Has one delivery made again at once, under the same id, whatever became of it.
    public func redeliver(_ id: UUID, by caller: Caller, _ terms: Terms<DeliveryLine>) async throws -> DeliveryLine {
        var line = try await delivery(id, for: caller)
        let district = try await districts.district(caller.district)
        line.state = "pending"
        line.digest = nil
        let again = line
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard let webhook = try await work.redeliver(id, of: owner(caller)) else { throw Refusal.notFound }
            let entry = Chronicle.record(
                &head, type: "webhook.redelivered", by: caller, at: district.now().business,
                data: ["id": .string(webhook.text), "delivery": .string(id.text)])
            work.save(head)
            work.record([entry], [])
            work.remember(terms.answer?(again))
            return again
        }
    }

    /// One delivery of an endpoint that is the caller's.
    public func delivery(_ id: UUID, for caller: Caller) async throws -> DeliveryLine {
        guard let webhook = try await store.webhook(ofDelivery: id, in: caller.district) else { throw Refusal.notFound }
        _ = try await self.webhook(webhook, for: caller)
        let lines = try await store.deliveries(
            of: webhook, id, state: nil, before: nil, limit: 1, in: caller.district)
        guard let line = lines.first else { throw Refusal.notFound }
        return line
    }

    private func apply(_ change: WebhookChange, to row: inout WebhookRow) throws {
        let own = row.id.text
        row.name = change.name ?? row.name
        row.events = change.events ?? row.events
        row.mentions = change.mentions ?? row.mentions
        row.digest = change.digest ?? row.digest
        row.handshake = change.handshake ?? row.handshake
        row.onUnknown = change.onUnknown ?? row.onUnknown
        row.language = change.language ?? row.language
        if let url = change.url {
            row.url = try secrets.seal(url, context: "webhook-url:\(own)")
            row.urlShown = Broker.shown(url)
            row.robot = robot(row.adapter, at: url)
        }
        if let secret = change.signingSecret {
            row.signingSecret = try secrets.seal(secret, context: "webhook-signing-secret:\(own)")
        }
    }

    private func turn(_ row: inout WebhookRow, _ state: WebhookChange.State, in work: inout Work) async throws {
        row.state = state.rawValue
        row.stateReason = nil
        switch state {
        case .active: work.refresh(row.id, anew: false)
        case .paused, .disabled: try await work.park(row.id)
        }
    }

    /// The names of what differs.
    private func changes(from old: WebhookRow, to new: WebhookRow) -> [String] {
        [
            ("name", old.name != new.name), ("url", old.url != new.url), ("events", old.events != new.events),
            ("state", old.state != new.state), ("mentions", old.mentions != new.mentions),
            ("digest", old.digest != new.digest), ("handshake", old.handshake != new.handshake),
            ("on_unknown", old.onUnknown != new.onUnknown), ("language", old.language != new.language),
        ].filter(\.1).map(\.0)
    }
}
