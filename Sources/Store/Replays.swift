import Domain
import Foundation
import Postgres

/// How many deliveries a replay takes up.
public struct ReplayCount: Sendable {
    public var parked: Int
    public var dead: Int
}

extension Work {
    /// Parks what an endpoint has not been told.
    public func park(_ webhook: UUID) async throws {
        _ = try await transaction.query(
            """
            UPDATE whistle.deliveries SET state = 'parked' WHERE district_id = \(district)
            AND webhook_id = \(webhook) AND state IN ('pending', 'delivering', 'retrying')
            """)
    }

    /// Forgets why an endpoint was left alone, when somebody says that it is well again. Its rate stays as it is, and so
    /// does a rest that it asked for itself.
    /// - Parameter anew: it is another endpoint now: its consent goes, too.
    public mutating func refresh(_ webhook: UUID, anew: Bool) {
        let told: SQL = anew ? " - 'consent' - 'throttled'" : ""
        let rest: SQL = anew ? "NULL" : "CASE WHEN condition ? 'throttled' THEN rest_until END"
        writes.append(
            """
            UPDATE whistle.webhooks SET condition = condition - 'breaker' - 'failing_since'\(sql: told),
                rest_until = \(sql: rest) WHERE district_id = \(district) AND id = \(webhook)
            """)
    }

    /// Parked and dead deliveries whose event's time lies in a span, the ends included.
    public func replayable(_ webhook: UUID, since: Timestamp, until: Timestamp) async throws -> ReplayCount {
        let rows = try await transaction.query(
            """
            SELECT count(*) FILTER (WHERE d.state = 'parked'), count(*) FILTER (WHERE d.state = 'dead')
            FROM whistle.deliveries AS d WHERE d.district_id = \(district) AND d.webhook_id = \(webhook)
            AND d.state IN ('parked', 'dead') AND d.at BETWEEN \(since) AND \(until)
            """)
        return ReplayCount(parked: try rows.first?.decode(0) ?? 0, dead: try rows.first?.decode(1) ?? 0)
    }

    /// Has those delivered again, behind what is new.
    public func replay(_ webhook: UUID, since: Timestamp, until: Timestamp) async throws -> ReplayCount {
        let rows = try await transaction.query(
            """
            WITH kept AS (
                SELECT d.id, d.state FROM whistle.deliveries AS d
                WHERE d.district_id = \(district) AND d.webhook_id = \(webhook)
                AND d.state IN ('parked', 'dead') AND d.at BETWEEN \(since) AND \(until) FOR NO KEY UPDATE
            ), again AS (
                UPDATE whistle.deliveries AS d SET state = 'pending', attempts = 0, rank = 2, next_at = now()
                FROM kept WHERE d.district_id = \(district) AND d.id = kept.id RETURNING kept.state
            )
            SELECT count(*) FILTER (WHERE a.state = 'parked'), count(*) FILTER (WHERE a.state = 'dead')
            FROM again AS a
            """)
        return ReplayCount(parked: try rows.first?.decode(0) ?? 0, dead: try rows.first?.decode(1) ?? 0)
    }

    /// Has one delivery made again at once, whatever became of it.
    /// - Returns: the endpoint it is for; `nil` when there is no such delivery, or not of that organization.
    public func redeliver(_ id: UUID, of organization: String?) async throws -> UUID? {
        let own: SQL = organization.map { " AND w.organization = \($0)" } ?? ""
        let rows = try await transaction.query(
            """
            UPDATE whistle.deliveries AS d SET state = 'pending', attempts = 0, next_at = now(), digest_id = NULL,
                rank = least(d.rank, 1)
            FROM whistle.webhooks AS w WHERE d.district_id = \(district) AND d.id = \(id)
            AND w.district_id = d.district_id AND w.id = d.webhook_id\(sql: own) RETURNING d.webhook_id
            """)
        return try rows.first?.decode(0)
    }
}

extension Store {
    /// The endpoint a delivery is for.
    public func webhook(ofDelivery id: UUID, in district: String) async throws(PostgresError) -> UUID? {
        try await read(
            district,
            "SELECT d.webhook_id FROM whistle.deliveries AS d WHERE d.district_id = \(district) AND d.id = \(id)"
        ).first?.decode(0)
    }
}
