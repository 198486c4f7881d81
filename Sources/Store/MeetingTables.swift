import Domain
import Foundation
import Postgres

extension Work {
    /// Those of the whistles that stand on the table of another meeting, past or to come; a cancelled one is none.
    public func onOtherTables(_ whistles: [UUID], than meeting: UUID) async throws -> Set<UUID> {
        let rows = try await transaction.query(
            """
            SELECT DISTINCT t.whistle_id FROM whistle.meeting_whistles AS t
            JOIN whistle.meetings AS m ON m.district_id = \(district) AND m.id = t.meeting_id
            WHERE t.district_id = \(district) AND t.whistle_id = ANY(\(whistles)) AND t.meeting_id <> \(meeting)
            AND m.state <> 'cancelled'
            """)
        return Set(try rows.map { try $0.decode(0, as: UUID.self) })
    }
}
