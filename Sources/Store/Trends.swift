import Domain
import Foundation
import Postgres

extension Store {
    /// How many items were heard in a period, by local month (`2026-02`). A whistle is heard as the items it carries.
    /// - Parameters:
    ///   - channels: at least one.
    ///   - township: `nil` counts the whole district.
    public func itemsHeard(
        through channels: [Channel], township: String?, from: Timestamp, until: Timestamp, zone: String,
        in district: String
    ) async throws -> [String: Int] {
        let rows = try await read(
            district,
            Store.heard(through: channels, township: township, from: from, until: until, zone: zone, district))
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.decode(0)] = try row.decode(1) }
        return counts
    }

    /// The tasks that were judged in a period: of each matter whose latest valid judgement lies in it, every order that
    /// was done.
    public func gradedTasks(
        from: Timestamp, until: Timestamp, in district: String
    ) async throws -> [GradedTasks] {
        let rows = try await read(district, Store.tasks(from: from, until: until, district))
        return try rows.map { row in
            GradedTasks(
                department: try row.decode(0), person: try row.decodeIfPresent(1), grade: try row.decode(2),
                rulebookVersion: try row.decode(3), count: try row.decode(4))
        }
    }
}

extension Store {
    /// The index's own expression.
    private static let heardAt: SQL = "CASE WHEN i.heard_at IS NULL THEN i.created_at ELSE i.heard_at END"

    static func heard(
        through channels: [Channel], township: String? = nil, from: Timestamp, until: Timestamp, zone: String,
        _ district: String
    ) -> SQL {
        let place: SQL = township.map { " AND i.township = \($0)" } ?? ""
        return """
            SELECT to_char((\(sql: heardAt)) AT TIME ZONE \(zone), 'YYYY-MM'), count(*)
            FROM whistle.items AS i
            WHERE i.district_id = \(district) AND i.channel = ANY(\(channels.map(\.rawValue)))
            AND \(sql: heardAt) >= \(from) AND \(sql: heardAt) < \(until)\(sql: place)
            GROUP BY 1
            """
    }

    static func tasks(from: Timestamp, until: Timestamp, _ district: String) -> SQL {
        """
        SELECT o.department, coalesce(o.handled_by, o.responsible_person), e.grade, w.rulebook_version::int8, count(*)
        FROM whistle.evaluations AS e
        JOIN whistle.whistles AS w ON w.district_id = e.district_id AND w.id = e.whistle_id
        JOIN whistle.orders AS o ON o.district_id = e.district_id AND o.whistle_id = e.whistle_id
        WHERE e.district_id = \(district) AND e.valid AND e.at >= \(from) AND e.at < \(until)
        AND o.state NOT IN ('rerouted', 'cancelled') AND e.id = (
            SELECT l.id FROM whistle.evaluations AS l
            WHERE l.district_id = e.district_id AND l.whistle_id = e.whistle_id AND l.valid
            ORDER BY l.at DESC, l.id DESC LIMIT 1)
        GROUP BY 1, 2, 3, 4
        """
    }
}

/// Orders of one queue, done by one person, with the grade their matters were given.
public struct GradedTasks: Sendable {
    public var department: String
    /// Who did them, or else answers for them.
    public var person: String?
    public var grade: Grade
    /// The version of the rulebook that their matters run under.
    public var rulebookVersion: Int
    public var count: Int
}
