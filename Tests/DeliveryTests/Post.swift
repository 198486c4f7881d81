import Broker
import CurlClient
import Domain
import Foundation
import Logging
import Postgres
import Secrets
import Store
import TestSupport

@testable import Delivery

/// An endpoint on a database of its own, and couriers that are walked step by step: a round runs when a test says so.
struct Post: Sendable {
    let test: TestBroker
    let client: CurlClient
    let secrets: SecretBox
    let caller: Caller

    var store: Store { test.database.store }

    static func with(_ body: @Sendable (Post) async throws -> Void) async throws {
        try await TestBroker.with { test in
            let client = CurlClient(
                configuration: CurlClientConfiguration(
                    policy: try AddressPolicy.parse("127.0.0.0/8"), userAgent: "delivery-tests"))
            client.start()
            do {
                try await body(
                    Post(
                        test: test, client: client, secrets: try SecretBox(key: [UInt8](repeating: 7, count: 32)),
                        caller: try await test.caller("command-centre", .commandCentre)))
            } catch {
                await client.shutdown()
                throw error
            }
            await client.shutdown()
        }
    }

    func subscribe(
        _ robot: RobotServer, _ adapter: String = "wecom", events: [String] = ["whistle.raised"],
        _ settings: (inout WebhookDraft) -> Void = { _ in }
    ) async throws -> WebhookRow {
        var draft = WebhookDraft(name: "群", url: robot.url, adapter: adapter, events: events)
        settings(&draft)
        return try await test.broker.createWebhook(draft, by: caller, Terms()).row
    }

    /// Raises so many whistles and has their events told to the webhooks.
    func raise(_ count: Int = 1, kind: WhistleKind = .routine) async throws {
        for number in 0..<count { _ = try await test.raise("第\(number)件", kind: kind) }
        while try await store.relay("changshu", limit: 500) > 0 {}
    }

    /// Runs a round of each endpoint that may be served now.
    /// - Returns: how many there were.
    @discardableResult
    func round() async throws -> Int {
        let leased = try await store.leaseWebhooks(limit: 10, seconds: 60, excluding: [])
        for webhook in leased { await self.round(of: webhook).run() }
        return leased.count
    }

    func round(of webhook: LeasedWebhook) -> EndpointRound {
        EndpointRound(
            webhook: webhook, surroundings: Surroundings(), store: store, client: client, secrets: secrets,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, isEnding: { false })
    }

    /// Lets so many seconds go by for everything that waits: machine time is the database's, so what it is compared with
    /// is moved back.
    func pass(_ seconds: Int) async throws {
        _ = try await test.database.owner.pipeline([
            """
            UPDATE whistle.webhooks SET rest_until = rest_until - make_interval(secs => \(seconds)),
                paced_until = paced_until - make_interval(secs => \(seconds)),
                replay_until = replay_until - make_interval(secs => \(seconds)),
                lease_until = lease_until - make_interval(secs => \(seconds)),
                condition = (SELECT coalesce(jsonb_object_agg(key, CASE
                    WHEN key IN ('bucket', 'replay_bucket') THEN
                        jsonb_set(value, '{at}', to_jsonb((value->>'at')::bigint - \(seconds)::bigint * 1000000))
                    WHEN key = 'breaker' AND value->>'open_until' IS NOT NULL THEN
                        jsonb_set(value, '{open_until}',
                            to_jsonb((value->>'open_until')::bigint - \(seconds)::bigint * 1000000))
                    WHEN key = 'failing_since' THEN to_jsonb(value::text::bigint - \(seconds)::bigint * 1000000)
                    ELSE value END), '{}') FROM jsonb_each(condition))
            """,
            """
            UPDATE whistle.robots SET rest_until = rest_until - make_interval(secs => \(seconds)),
                paced_until = paced_until - make_interval(secs => \(seconds)),
                lease_until = lease_until - make_interval(secs => \(seconds)),
                condition = (SELECT coalesce(jsonb_object_agg(key, CASE WHEN key IN ('bucket', 'replay_bucket') THEN
                    jsonb_set(value, '{at}', to_jsonb((value->>'at')::bigint - \(seconds)::bigint * 1000000))
                    ELSE value END), '{}') FROM jsonb_each(condition))
            """,
            "UPDATE whistle.deliveries SET next_at = next_at - make_interval(secs => \(seconds))",
        ])
    }

    func state(_ webhook: WebhookRow) async throws -> WebhookRow {
        try await test.broker.webhook(webhook.id, for: caller)
    }

    /// The log, oldest first.
    func log(_ webhook: WebhookRow) async throws -> [DeliveryLine] {
        try await test.broker.deliveries(of: webhook.id, state: nil, for: caller, before: nil, limit: 200).reversed()
    }

    func states(_ webhook: WebhookRow) async throws -> [String] { try await log(webhook).map(\.state) }
}
