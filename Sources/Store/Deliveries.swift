import Domain
import Foundation
import Postgres

/// The loops' side of webhooks. An endpoint is leased to one broker at a time; everything a broker writes about it and
/// its deliveries is fenced by that lease.
extension Store {
    /// Leases endpoints that have something due and that nobody serves, whoever waited longest first. Of the endpoints
    /// on one robot one at a time, since they share its rate.
    public func leaseWebhooks(
        limit: Int, seconds: Int, excluding own: [UUID]
    ) async throws(PostgresError) -> [LeasedWebhook] {
        let rows = try await loops.query(
            """
            WITH due AS (
                SELECT w.district_id, w.id, w.robot, w.lease_until FROM whistle.webhooks AS w
                LEFT JOIN whistle.robots AS r ON r.district_id = w.district_id AND r.robot = w.robot
                WHERE w.state = 'active' AND (w.lease_until IS NULL OR w.lease_until < now())
                AND (w.rest_until IS NULL OR w.rest_until <= now())
                AND (r.lease_until IS NULL OR r.lease_until < now())
                AND (r.rest_until IS NULL OR r.rest_until <= now())
                AND w.id <> ALL(\(own)) AND EXISTS (
                    SELECT 1 FROM whistle.deliveries AS d WHERE d.district_id = w.district_id AND d.webhook_id = w.id
                    AND d.state IN ('pending', 'delivering', 'retrying') AND d.next_at <= now()
                    AND (d.rank = 0 OR coalesce(greatest(w.paced_until, r.paced_until) <= now(), true))
                    AND (d.rank < 2 OR w.replay_until IS NULL OR w.replay_until <= now())
                    -- What comes after a delivery that waits for its retry waits with it.
                    AND NOT EXISTS (
                        SELECT 1 FROM whistle.deliveries AS b WHERE b.district_id = d.district_id
                        AND b.webhook_id = d.webhook_id AND b.lane = d.lane AND b.state = 'retrying'
                        AND b.next_at > now()))
                ORDER BY w.lease_until NULLS FIRST LIMIT \(limit) FOR UPDATE OF w SKIP LOCKED
            ), one AS (
                SELECT DISTINCT ON (due.district_id, coalesce(due.robot, uuid_send(due.id))) due.* FROM due
                ORDER BY due.district_id, coalesce(due.robot, uuid_send(due.id)), due.lease_until NULLS FIRST
            ), robot AS (
                INSERT INTO whistle.robots AS r (district_id, robot, lease_token, lease_until)
                SELECT one.district_id, one.robot, gen_random_uuid(), now() + make_interval(secs => \(seconds))
                FROM one WHERE one.robot IS NOT NULL
                -- Another broker may have taken it a moment ago: then it is not ours.
                ON CONFLICT (district_id, robot) DO UPDATE SET lease_token = excluded.lease_token,
                    lease_until = excluded.lease_until WHERE r.lease_until IS NULL OR r.lease_until < now()
                RETURNING r.district_id, r.robot, r.lease_token, r.condition
            )
            UPDATE whistle.webhooks AS w SET lease_token = coalesce(robot.lease_token, gen_random_uuid()),
                lease_until = now() + make_interval(secs => \(seconds))
            FROM one LEFT JOIN robot ON robot.district_id = one.district_id AND robot.robot = one.robot
            WHERE w.district_id = one.district_id AND w.id = one.id
            AND (one.robot IS NULL OR robot.lease_token IS NOT NULL)
            RETURNING w.district_id, w.id, w.adapter, w.url, w.secret, w.old_secrets, w.signing_secret, w.mentions,
                w.digest, w.handshake, w.on_unknown, w.version, (w.condition || coalesce(robot.condition, '{}'))::text,
                w.lease_token, clock_timestamp(), w.organization, w.robot, w.language
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
                    leasedAt: try row.decode(14), organization: try row.decode(15),
                    robot: try row.decodeIfPresent(16), language: try row.decodeIfPresent(17)))
        }
        return webhooks
    }

    /// Gives an endpoint back.
    public func endLease(_ webhook: LeasedWebhook) async throws(PostgresError) {
        // The time of the end stays: who was served longest ago comes next.
        _ = try await loops.query(
            """
            WITH mine AS (
                UPDATE whistle.webhooks SET lease_token = NULL, lease_until = now()
                WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
            )
            UPDATE whistle.robots SET lease_token = NULL, lease_until = now()
            WHERE district_id = \(webhook.district) AND robot = \(webhook.robot) AND lease_token = \(webhook.token)
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
    /// lease: one statement, fenced by the lease. What somebody altered meanwhile is not written over; what was taken out
    /// of a robot's rate is written all the same.
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
            ), shared AS (
                UPDATE whistle.robots AS r SET lease_until = now() + make_interval(secs => \(seconds)),
                    condition = \(JSONB(text: report.shared)), rest_until = \(report.robotRestUntil),
                    paced_until = \(report.pacedUntil)
                FROM mine WHERE r.district_id = \(webhook.district) AND r.robot = \(webhook.robot)
                AND r.lease_token = \(webhook.token)
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
                    lease_token = NULL, lease_until = now()
                WHERE district_id = \(webhook.district) AND id = \(webhook.id) AND lease_token = \(webhook.token)
                RETURNING id
            ), shared AS (
                UPDATE whistle.robots SET lease_token = NULL, lease_until = now()
                WHERE district_id = \(webhook.district) AND robot = \(webhook.robot)
                AND lease_token = \(webhook.token)
            ), parked AS (
                UPDATE whistle.deliveries AS d SET state = 'parked' FROM mine
                WHERE d.district_id = \(webhook.district) AND d.webhook_id = mine.id
                AND d.state IN ('pending', 'delivering', 'retrying')
            )
            SELECT 1 FROM mine
            """)
        return !rows.isEmpty
    }
}
