import Domain
import Foundation
import Postgres

/// What the escalator asks.
extension Store {
    /// The districts in which a rung or a milestone is due by their own time.
    public func districtsWithEscalations() async throws(PostgresError) -> [String] {
        let rows = try await loops.query(
            """
            SELECT d.district_id FROM whistle.districts AS d WHERE EXISTS (
                SELECT 1 FROM whistle.whistles AS w WHERE w.district_id = d.district_id
                AND w.escalate_at <= now() + d.demo_offset * interval '1 microsecond')
            OR EXISTS (
                SELECT 1 FROM whistle.milestones AS s WHERE s.district_id = d.district_id
                AND s.next_at <= now() + d.demo_offset * interval '1 microsecond')
            """)
        var districts: [String] = []
        for row in rows { districts.append(try row.decode(0)) }
        return districts
    }

    /// Whistles on whose clocks something may be due, the earliest first. What another broker has in hand is left to it.
    public func dueEscalations(
        in district: String, by moment: Timestamp, limit: Int
    ) async throws(PostgresError) -> [UUID] {
        let rows = try await read(
            district,
            """
            SELECT w.id FROM whistle.whistles AS w
            WHERE w.district_id = \(district) AND w.escalate_at <= \(moment)
            ORDER BY w.escalate_at LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """)
        var ids: [UUID] = []
        for row in rows { ids.append(try row.decode(0)) }
        return ids
    }

    /// Whistles whose clocks may still run, by id.
    public func openWhistles(
        after last: UUID?, limit: Int, in district: String
    ) async throws(PostgresError) -> [UUID] {
        let past: SQL = last.map { " AND w.id > \($0)" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = \(district)
            AND w.closed_at IS NULL\(sql: past) ORDER BY w.id LIMIT \(limit)
            """)
        var ids: [UUID] = []
        for row in rows { ids.append(try row.decode(0)) }
        return ids
    }

    /// Whether something of that district still waits for its place in the feed.
    public func hasNews(_ district: String) async throws(PostgresError) -> Bool {
        let rows = try await loops.query(
            "SELECT EXISTS (SELECT 1 FROM whistle.outbox AS o WHERE o.district_id = \(district))")
        return try rows.first?.decode(0) ?? false
    }
}
