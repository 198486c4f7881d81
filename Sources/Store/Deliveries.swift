import Domain
import Foundation
import Postgres

/// An endpoint that a broker serves for the length of a lease.
public struct LeasedWebhook: Sendable {
    public var district: String
    public var id: UUID
    public var adapter: String
    public var url: [UInt8]
    public var secret: [UInt8]?
    public var onUnknown: String
    public var token: UUID
}

/// One delivery that is due, with what it tells.
public struct DueDelivery: Sendable {
    public var id: UUID
    public var lane: UUID
    public var eventID: UUID
    public var position: Int
    public var attempts: Int
    public var type: String
    public var at: Timestamp
    public var data: String
}

/// How one attempt ended, and what the delivery is now.
public struct FinishedDelivery: Sendable {
    public var id: UUID
    public var state: String
    /// Seconds until the next attempt; only for `retrying`.
    public var retryAfter: Double
    /// Whether the attempt counts against the schedule.
    public var attempt: AttemptLine

    public init(id: UUID, state: String, retryAfter: Double, attempt: AttemptLine) {
        self.id = id
        self.state = state
        self.retryAfter = retryAfter
        self.attempt = attempt
    }
}

/// The loops' side of webhooks. An endpoint is leased to one broker at a time; everything a broker writes about its
/// deliveries is fenced by that lease.
extension Store {
    /// Leases endpoints that have something due and that nobody serves.
    public func leaseWebhooks(
        limit: Int, seconds: Int, excluding own: [UUID]
    ) async throws(PostgresError) -> [LeasedWebhook] {
        let rows = try await loops.query(
            """
            WITH due AS (
                SELECT w.district_id, w.id FROM whistle.webhooks AS w
                WHERE w.state = 'active' AND (w.lease_until IS NULL OR w.lease_until < now())
                AND w.id <> ALL(\(own)) AND EXISTS (
                    SELECT 1 FROM whistle.deliveries AS d WHERE d.district_id = w.district_id AND d.webhook_id = w.id
                    AND d.state IN ('pending', 'delivering', 'retrying') AND d.next_at <= now()
                    -- What comes after a delivery that waits for its retry waits with it.
                    AND NOT EXISTS (
                        SELECT 1 FROM whistle.deliveries AS r WHERE r.district_id = d.district_id
                        AND r.webhook_id = d.webhook_id AND r.lane = d.lane AND r.state = 'retrying'
                        AND r.next_at > now()))
                ORDER BY w.lease_until NULLS FIRST LIMIT \(limit) FOR UPDATE OF w SKIP LOCKED
            )
            UPDATE whistle.webhooks AS w SET lease_token = gen_random_uuid(),
                lease_until = now() + make_interval(secs => \(seconds))
            FROM due WHERE w.district_id = due.district_id AND w.id = due.id
            RETURNING w.district_id, w.id, w.adapter, w.url, w.secret, w.on_unknown, w.lease_token
            """)
        var webhooks: [LeasedWebhook] = []
        for row in rows {
            webhooks.append(
                LeasedWebhook(
                    district: try row.decode(0), id: try row.decode(1), adapter: try row.decode(2),
                    url: try row.decode(3), secret: try row.decodeIfPresent(4), onUnknown: try row.decode(5),
                    token: try row.decode(6)))
        }
        return webhooks
    }

    /// Keeps an endpoint's lease for so many seconds from now.
    /// - Returns: false when another broker has it, or it was paused or removed.
    public func renewLease(_ webhook: LeasedWebhook, seconds: Int) async throws(PostgresError) -> Bool {
        let rows = try await loops.query(
            """
            UPDATE whistle.webhooks SET lease_until = now() + make_interval(secs => \(seconds))
            WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
            AND state = 'active' RETURNING id
            """)
        return !rows.isEmpty
    }

    /// Gives an endpoint back.
    public func endLease(_ webhook: LeasedWebhook) async throws(PostgresError) {
        _ = try await loops.query(
            """
            UPDATE whistle.webhooks SET lease_token = NULL, lease_until = NULL
            WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
            """)
    }

    /// What an endpoint is due to be told, in order. A lane whose earliest delivery waits for its retry is left out: what
    /// comes after it must not overtake it.
    public func dueDeliveries(of webhook: LeasedWebhook, limit: Int) async throws(PostgresError) -> [DueDelivery] {
        let rows = try await loops.query(
            """
            WITH waiting AS MATERIALIZED (
                SELECT DISTINCT r.lane FROM whistle.deliveries AS r
                WHERE r.district_id = \(webhook.district) AND r.webhook_id = \(webhook.id)
                AND r.state = 'retrying' AND r.next_at > now()
            )
            SELECT d.id, d.lane, d.event_id, d.position, d.attempts, e.type, e.at, e.data::text
            FROM whistle.deliveries AS d
            CROSS JOIN LATERAL (\(sql: Store.eventOfDelivery)) AS e
            WHERE d.district_id = \(webhook.district) AND d.webhook_id = \(webhook.id)
            AND d.state IN ('pending', 'delivering', 'retrying') AND d.lane NOT IN (SELECT lane FROM waiting)
            ORDER BY d.position LIMIT \(limit)
            """)
        var due: [DueDelivery] = []
        for row in rows {
            due.append(
                DueDelivery(
                    id: try row.decode(0), lane: try row.decode(1), eventID: try row.decode(2),
                    position: try row.decode(3), attempts: try row.decode(4), type: try row.decode(5),
                    at: try row.decode(6), data: try row.decode(7)))
        }
        return due
    }

    /// The event a delivery `d` tells: in the first change of the feed that ends at its place or after it.
    static let eventOfDelivery: SQL = """
        SELECT u.type, u.at, u.data FROM (
            SELECT f.shared, f.events, f.size, f.position, f.at FROM whistle.events AS f
            WHERE f.district_id = d.district_id AND f.position >= d.position ORDER BY f.position LIMIT 1
        ) AS f CROSS JOIN LATERAL whistle.unfold(f.shared, f.events, f.size, f.position, f.at) AS u
        WHERE u.place = d.position
        """

    /// Writes how attempts ended, many in one statement, fenced by the endpoint's lease.
    /// - Returns: how many were written; fewer than given when the lease was lost.
    public func finish(
        _ finished: [FinishedDelivery], of webhook: LeasedWebhook
    ) async throws(PostgresError) -> Int {
        let attempts = finished.map(\.attempt)
        let rows = try await loops.query(
            """
            WITH mine AS (
                SELECT w.id FROM whistle.webhooks AS w WHERE w.district_id = \(webhook.district)
                AND w.id = \(webhook.id) AND w.lease_token = \(webhook.token) FOR KEY SHARE
            ), done AS (
                UPDATE whistle.deliveries AS d SET state = u.state, attempts = u.number,
                    next_at = now() + make_interval(secs => u.after)
                FROM mine, unnest(
                    \(finished.map(\.id)), \(finished.map(\.state)), \(attempts.map(\.number)),
                    \(finished.map(\.retryAfter))) AS u(id, state, number, after)
                WHERE d.district_id = \(webhook.district) AND d.id = u.id RETURNING d.id
            ), kept AS (
                INSERT INTO whistle.delivery_attempts (district_id, delivery_id, number, status, vendor_code,
                    duration_ms, error, peer_address, response_excerpt)
                SELECT \(webhook.district), u.* FROM mine, unnest(
                    \(attempts.map(\.delivery)), \(attempts.map(\.number)), \(attempts.map(\.status)),
                    \(attempts.map(\.vendorCode)), \(attempts.map(\.milliseconds)), \(attempts.map(\.error)),
                    \(attempts.map(\.peerAddress)), \(attempts.map(\.excerpt))) AS u
            )
            SELECT count(*) FROM done
            """)
        return try rows.first?.decode(0) ?? 0
    }

    /// Stops an endpoint; what it has not been told is parked, and can be replayed.
    public func stop(_ webhook: LeasedWebhook, state: String, reason: String) async throws(PostgresError) {
        _ = try await loops.pipeline([
            """
            UPDATE whistle.webhooks SET state = \(state), state_reason = \(reason), version = version + 1,
                lease_token = NULL, lease_until = NULL
            WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
            """,
            """
            UPDATE whistle.deliveries SET state = 'parked' WHERE district_id = \(webhook.district)
            AND webhook_id = \(webhook.id) AND state IN ('pending', 'delivering', 'retrying')
            """,
        ])
    }
}
