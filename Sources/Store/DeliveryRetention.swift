import Foundation
import Postgres

/// What goes when it is old.
extension Store {
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

    /// Drops the notes of used links that are too old to be used again, and robots that no endpoint writes to any more.
    public func dropSpentLinks() async throws(PostgresError) {
        _ = try await loops.query("DELETE FROM whistle.spent_links WHERE expires_at < now() - interval '1 day'")
        _ = try await loops.query(
            """
            DELETE FROM whistle.robots AS r WHERE (r.lease_until IS NULL OR r.lease_until < now() - interval '1 day')
            AND NOT EXISTS (
                SELECT 1 FROM whistle.webhooks AS w WHERE w.district_id = r.district_id AND w.robot = r.robot)
            """)
    }
}
