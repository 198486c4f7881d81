import Domain
import Foundation
import Postgres

/// What earns points beside the orders of matters: sessions that branches held, and items that members took on.
extension Store {
    /// How many sessions each branch held in a period.
    public func branchSessions(from: Timestamp, until: Timestamp, in district: String) async throws -> [PointFact] {
        let rows = try await read(
            district,
            """
            SELECT s.branch, s.organization, count(*) FROM whistle.sessions AS s
            WHERE s.district_id = \(district) AND s.held_at >= \(from) AND s.held_at < \(until)
            AND s.branch IS NOT NULL
            GROUP BY 1, 2
            """)
        return try rows.map { row in
            PointFact(
                holder: .branch, key: try row.decode(0), organization: try row.decode(1), kind: .session,
                times: try row.decode(2))
        }
    }

    /// How often what each member took on was graded so in a period; every word counts, the first as the last.
    public func memberItems(from: Timestamp, until: Timestamp, in district: String) async throws -> [PointFact] {
        let rows = try await read(
            district,
            """
            SELECT m.name, e.organization, e.grade, count(*)
            FROM whistle.item_evaluations AS e CROSS JOIN jsonb_array_elements_text(e.members) AS m (name)
            WHERE e.district_id = \(district) AND e.at >= \(from) AND e.at < \(until)
            GROUP BY 1, 2, 3
            """)
        return try rows.map { row in
            PointFact(
                holder: .member, key: try row.decode(0), organization: try row.decode(1),
                kind: .task(try row.decode(2)), times: try row.decode(3))
        }
    }
}
