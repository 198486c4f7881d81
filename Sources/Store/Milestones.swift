import Domain
import Foundation
import Postgres

/// Milestones by their own clocks.
extension Store {
    /// A meeting that has a milestone with something due, the earliest; `nil` when nothing is due.
    public func meetingWithDueMilestones(
        in district: String, by moment: Timestamp
    ) async throws(PostgresError) -> UUID? {
        let rows = try await read(
            district,
            """
            SELECT s.meeting_id FROM whistle.milestones AS s
            WHERE s.district_id = \(district) AND s.next_at <= \(moment) ORDER BY s.next_at LIMIT 1
            """)
        return try rows.first?.decode(0)
    }
}

extension Work {
    /// Locks a meeting's milestones on which something is due, the earliest first.
    public func lockMilestones(of meeting: UUID, dueBy moment: Timestamp) async throws -> [Milestone] {
        try await transaction.query(
            """
            SELECT \(sql: Table.milestones.selected("m")) FROM whistle.milestones AS m
            WHERE m.district_id = \(district) AND m.meeting_id = \(meeting) AND m.next_at <= \(moment)
            ORDER BY m.next_at, m.id FOR UPDATE
            """
        ).map { try Table.milestones.read($0, into: Milestone()) }
    }
}
