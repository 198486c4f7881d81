import Domain
import Foundation
import Postgres

/// What a look into a queue finds.
public struct QueueLook: Sendable {
    /// By urgency.
    public var orders: [(order: Order, whistle: Whistle)]
    /// By start.
    public var invitations: [Invitation]
}

extension Store {
    /// The meetings that an organization is asked to and has not answered, and those still ahead that it goes to, the
    /// earliest first. One that goes in the place of several is named once.
    static func invitations(of organization: String, at moment: Timestamp, limit: Int, _ district: String) -> SQL {
        """
        SELECT m.id, m.number, m.title, m.starts_at, m.ends_at, m.place, seat.status FROM (
            SELECT a.meeting_id, a.status FROM whistle.attendance AS a
            WHERE a.district_id = \(district) AND a.organization = \(organization) AND a.status IN ('invited', 'accepted')
            UNION
            SELECT a.meeting_id, a.status FROM whistle.attendance AS a
            WHERE a.district_id = \(district) AND a.delegate = \(organization) AND a.status = 'delegated'
        ) AS seat JOIN whistle.meetings AS m ON m.district_id = \(district) AND m.id = seat.meeting_id
        WHERE m.state = 'convened' AND (seat.status = 'invited' OR m.ends_at > \(moment))
        ORDER BY m.starts_at, m.id LIMIT \(limit)
        """
    }
}

extension Invitation {
    init(_ row: Row, of organization: String) throws {
        self.init(
            id: try row.decode(0), number: try row.decode(1), title: try row.decode(2), startsAt: try row.decode(3),
            endsAt: try row.decode(4), place: try row.decode(5), organization: organization,
            status: try row.decode(6))
    }
}
