import Domain
import Foundation
import Postgres

/// The loops' side of webhooks. An endpoint is leased to one broker at a time; everything a broker writes about it and
/// its deliveries is fenced by that lease.
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
                AND (w.rest_until IS NULL OR w.rest_until <= now())
                AND w.id <> ALL(\(own)) AND EXISTS (
                    SELECT 1 FROM whistle.deliveries AS d WHERE d.district_id = w.district_id AND d.webhook_id = w.id
                    AND d.state IN ('pending', 'delivering', 'retrying') AND d.next_at <= now()
                    AND (d.rank = 0 OR w.paced_until IS NULL OR w.paced_until <= now())
                    AND (d.rank < 2 OR w.replay_until IS NULL OR w.replay_until <= now())
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
            RETURNING w.district_id, w.id, w.adapter, w.url, w.secret, w.old_secrets, w.signing_secret, w.mentions,
                w.digest, w.handshake, w.on_unknown, w.version, w.condition::text, w.lease_token, clock_timestamp()
            """)
        var webhooks: [LeasedWebhook] = []
        for row in rows {
            webhooks.append(
                LeasedWebhook(
                    district: try row.decode(0), id: try row.decode(1), adapter: try row.decode(2),
                    url: try row.decode(3), secret: try row.decodeIfPresent(4), oldSecrets: try row.decodeIfPresent(5),
                    signingSecret: try row.decodeIfPresent(6), mentions: try row.decode(7, as: JSONB.self).texts,
                    digest: try row.decode(8), handshake: try row.decode(9), onUnknown: try row.decode(10),
                    version: try row.decode(11), condition: try row.decode(12), token: try row.decode(13),
                    leasedAt: try row.decode(14)))
        }
        return webhooks
    }

    /// Gives an endpoint back.
    public func endLease(_ webhook: LeasedWebhook) async throws(PostgresError) {
        _ = try await loops.query(
            """
            UPDATE whistle.webhooks SET lease_token = NULL, lease_until = NULL
            WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
            """)
    }

    /// What an endpoint is due to be told: the urgent first, what is replayed last, each in order. A lane whose earliest
    /// delivery waits for its retry is left out: what comes after it must not overtake it.
    public func dueDeliveries(of webhook: LeasedWebhook, limit: Int) async throws(PostgresError) -> [DueDelivery] {
        let rows = try await loops.query(
            """
            WITH waiting AS MATERIALIZED (
                SELECT DISTINCT r.lane FROM whistle.deliveries AS r
                WHERE r.district_id = \(webhook.district) AND r.webhook_id = \(webhook.id)
                AND r.state = 'retrying' AND r.next_at > now()
            )
            SELECT d.id, d.lane, d.event_id, d.position, d.attempts, d.rank, d.alone,
                extract(epoch FROM now() - d.next_at)::float8, e.type, e.at, e.data::text
            FROM whistle.deliveries AS d
            CROSS JOIN LATERAL (\(sql: Store.eventOfDelivery)) AS e
            WHERE d.district_id = \(webhook.district) AND d.webhook_id = \(webhook.id)
            AND d.state IN ('pending', 'delivering', 'retrying') AND d.lane NOT IN (SELECT lane FROM waiting)
            ORDER BY d.rank, d.position LIMIT \(limit)
            """)
        var due: [DueDelivery] = []
        for row in rows {
            due.append(
                DueDelivery(
                    id: try row.decode(0), lane: try row.decode(1), eventID: try row.decode(2),
                    position: try row.decode(3), attempts: try row.decode(4),
                    rank: DueDelivery.Rank(rawValue: try row.decode(5)) ?? .usual, alone: try row.decode(6),
                    waited: try row.decode(7), type: try row.decode(8), at: try row.decode(9),
                    data: try row.decode(10)))
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

    /// Writes what became of deliveries, how their attempts went and what is known of the endpoint, and prolongs the
    /// lease: one statement, fenced by the lease. What somebody altered meanwhile is not written over.
    public func write(
        _ finished: [FinishedDelivery], _ attempts: [AttemptLine], _ report: EndpointReport, of webhook: LeasedWebhook,
        seconds: Int
    ) async throws(PostgresError) -> LeaseStanding {
        let rows = try await loops.query(
            """
            WITH mine AS (
                UPDATE whistle.webhooks AS w SET lease_until = now() + make_interval(secs => \(seconds)),
                    condition = CASE WHEN w.version = \(webhook.version) THEN \(JSONB(text: report.condition))
                        ELSE w.condition END,
                    rest_until = CASE WHEN w.version = \(webhook.version) THEN \(report.restUntil)::timestamptz
                        ELSE w.rest_until END,
                    paced_until = CASE WHEN w.version = \(webhook.version) THEN \(report.pacedUntil)::timestamptz
                        ELSE w.paced_until END,
                    replay_until = CASE WHEN w.version = \(webhook.version) THEN \(report.replayUntil)::timestamptz
                        ELSE w.replay_until END
                WHERE w.district_id = \(webhook.district) AND w.id = \(webhook.id)
                AND w.lease_token = \(webhook.token) RETURNING w.state, w.version
            ), done AS (
                UPDATE whistle.deliveries AS d SET attempts = u.number, digest_id = u.digest,
                    alone = d.alone OR u.alone, next_at = now() + make_interval(secs => u.after),
                    state = CASE WHEN mine.state <> 'active' AND u.state IN ('pending', 'retrying') THEN 'parked'
                        ELSE u.state END
                FROM mine, unnest(
                    \(finished.map(\.id)), \(finished.map(\.state)), \(finished.map(\.attempts)),
                    \(finished.map(\.after)), \(finished.map(\.digest)), \(finished.map(\.alone)))
                    AS u(id, state, number, after, digest, alone)
                WHERE d.district_id = \(webhook.district) AND d.id = u.id
            ), kept AS (
                INSERT INTO whistle.delivery_attempts (district_id, delivery_id, number, status, vendor_code, fault,
                    duration_ms, error, peer_address, response_excerpt)
                SELECT \(webhook.district), u.* FROM mine, unnest(
                    \(attempts.map(\.delivery)), \(attempts.map(\.number)), \(attempts.map(\.status)),
                    \(attempts.map(\.vendorCode)), \(attempts.map(\.fault)), \(attempts.map(\.milliseconds)),
                    \(attempts.map(\.error)), \(attempts.map(\.peerAddress)), \(attempts.map(\.excerpt))) AS u
            )
            SELECT mine.state = 'active' AND mine.version = \(webhook.version) FROM mine
            """)
        guard let row = rows.first else { return .lost }
        return try row.decode(0) ? .held : .altered
    }

    /// Stops an endpoint; what it has not been told is parked, and can be replayed.
    /// - Returns: false when the lease was lost.
    @discardableResult
    public func stop(_ webhook: LeasedWebhook, state: String, reason: String) async throws(PostgresError) -> Bool {
        let rows = try await loops.query(
            """
            WITH mine AS (
                UPDATE whistle.webhooks SET state = \(state), state_reason = \(reason), version = version + 1,
                    lease_token = NULL, lease_until = NULL
                WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
                RETURNING id
            ), parked AS (
                UPDATE whistle.deliveries AS d SET state = 'parked' FROM mine
                WHERE d.district_id = \(webhook.district) AND d.webhook_id = mine.id
                AND d.state IN ('pending', 'delivering', 'retrying')
            )
            SELECT 1 FROM mine
            """)
        return !rows.isEmpty
    }

    /// Drops deliveries that were told longer ago than so many days, at most so many; what was not told is kept.
    /// - Returns: how many went.
    public func dropDeliveries(olderThanDays days: Int, limit: Int) async throws(PostgresError) -> Int {
        let rows = try await loops.query(
            """
            WITH old AS (
                SELECT d.district_id, d.id FROM whistle.deliveries AS d
                WHERE d.recorded_at < now() - make_interval(days => \(Int32(clamping: days)))
                AND d.state IN ('delivered', 'coalesced') LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM whistle.deliveries AS d USING old
                WHERE d.district_id = old.district_id AND d.id = old.id RETURNING 1
            )
            SELECT count(*) FROM gone
            """)
        return try rows.first?.decode(0) ?? 0
    }

    /// Drops the months of attempts that ended longer ago than so many days.
    public func dropAttempts(olderThanDays days: Int) async throws(PostgresError) -> Int {
        let rows = try await loops.query("SELECT whistle.drop_attempts(\(Int32(clamping: days)))::bigint")
        return try rows.first?.decode(0) ?? 0
    }
}
