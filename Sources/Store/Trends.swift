import Domain
import Foundation
import Postgres

extension Store {
    /// How many items were heard in a period, by local month (`2026-02`). A whistle is heard as the items it carries.
    /// - Parameter channels: at least one.
    public func itemsHeard(
        through channels: [Channel], from: Timestamp, until: Timestamp, zone: String, in district: String
    ) async throws -> [String: Int] {
        let rows = try await read(
            district,
            """
            SELECT to_char(coalesce(i.heard_at, i.created_at) AT TIME ZONE \(zone), 'YYYY-MM'), count(*)
            FROM whistle.items AS i
            WHERE i.district_id = \(district) AND i.channel = ANY(\(channels.map(\.rawValue)))
            AND coalesce(i.heard_at, i.created_at) >= \(from) AND coalesce(i.heard_at, i.created_at) < \(until)
            GROUP BY 1
            """)
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.decode(0)] = try row.decode(1) }
        return counts
    }

    /// The tasks that were judged in a period: of each matter's latest valid judgement, every order that was done.
    /// - Returns: with the version of the rulebook that each runs under.
    public func gradedTasks(
        from: Timestamp, until: Timestamp, in district: String
    ) async throws -> [GradedTask] {
        let rows = try await read(
            district,
            """
            SELECT o.department, o.responsible_person, o.handled_by, e.grade, e.at, w.rulebook_version::int8
            FROM whistle.evaluations AS e
            JOIN whistle.whistles AS w ON w.district_id = e.district_id AND w.id = e.whistle_id
            JOIN whistle.orders AS o ON o.district_id = e.district_id AND o.whistle_id = e.whistle_id
            WHERE e.district_id = \(district) AND e.valid AND e.at >= \(from) AND e.at < \(until)
            AND o.state NOT IN ('rerouted', 'cancelled') AND NOT EXISTS (
                SELECT 1 FROM whistle.evaluations AS l WHERE l.district_id = e.district_id
                AND l.whistle_id = e.whistle_id AND l.valid AND (l.at, l.id) > (e.at, e.id))
            ORDER BY e.at, e.id, o.id
            """)
        return try rows.map { row in
            GradedTask(
                department: try row.decode(0), responsiblePerson: try row.decodeIfPresent(1),
                handledBy: try row.decodeIfPresent(2), grade: try row.decode(3), at: try row.decode(4),
                rulebookVersion: try row.decode(5))
        }
    }
}

/// One order with the grade its matter was given.
public struct GradedTask: Sendable {
    public var department: String
    public var responsiblePerson: String?
    public var handledBy: String?
    public var grade: Grade
    public var at: Timestamp
    public var rulebookVersion: Int
}
