import Domain
import Foundation
import Postgres

/// Joint meetings with what is on the table and who was invited.
extension Work {
    public mutating func add(_ meeting: Meeting) {
        writes.append(Table.meetings.insert([meeting], into: district))
        let whistles = Work.rows(of: meeting, meeting.whistles)
        if !whistles.isEmpty { writes.append(Table.meetingWhistles.insert(whistles, into: district)) }
        let attendance = Work.rows(of: meeting, meeting.attendance)
        if !attendance.isEmpty { writes.append(Table.attendance.insert(attendance, into: district)) }
    }

    public mutating func save(_ meeting: Meeting) {
        writes.append(Table.meetings.update([meeting], in: district))
        let whistles = Work.rows(of: meeting, meeting.whistles)
        if !whistles.isEmpty { writes.append(Table.meetingWhistles.update(whistles, in: district)) }
        let attendance = Work.rows(of: meeting, meeting.attendance)
        if !attendance.isEmpty { writes.append(Table.attendance.update(attendance, in: district)) }
    }

    public mutating func add(_ milestones: [Milestone]) {
        if !milestones.isEmpty { writes.append(Table.milestones.insert(milestones, into: district)) }
    }

    public mutating func save(_ milestones: [Milestone]) {
        if !milestones.isEmpty { writes.append(Table.milestones.update(milestones, in: district)) }
    }

    private static func rows<Value>(of meeting: Meeting, _ values: [Value]) -> [Belonging<Value>] {
        values.enumerated().map { Belonging(meeting: meeting.id, place: Int16($0.offset), value: $0.element) }
    }

    /// Locks a meeting and reads it whole; `nil` when there is none of that id.
    public func lockMeeting(_ id: UUID) async throws -> Meeting? {
        let rows = try await transaction.query(
            """
            SELECT \(sql: Table.meetings.selected("m")) FROM whistle.meetings AS m
            WHERE m.district_id = \(district) AND m.id = \(id) FOR UPDATE
            """)
        let parts = try await transaction.pipeline(Store.meetingParts([id], district))
        return try Store.assemble(rows, parts).first
    }

    /// The milestones of a meeting, by due time: whoever changes one locks the meeting first.
    public func milestones(of meeting: UUID) async throws -> [Milestone] {
        try await transaction.query(Store.milestones(of: meeting, district)).map {
            try Table.milestones.read($0, into: Milestone())
        }
    }

    public func lockMilestone(_ id: UUID) async throws -> Milestone? {
        let rows = try await transaction.query(
            """
            SELECT \(sql: Table.milestones.selected("m")) FROM whistle.milestones AS m
            WHERE m.district_id = \(district) AND m.id = \(id) FOR UPDATE
            """)
        return try rows.first.map { try Table.milestones.read($0, into: Milestone()) }
    }
}

extension Store {
    public func meeting(_ id: UUID, in district: String) async throws -> Meeting? {
        try await meetings(id: id, whistle: nil, state: nil, viewer: nil, before: nil, limit: 1, in: district).first
    }

    /// Meetings, newest first.
    public func meetings(
        id: UUID? = nil, whistle: UUID?, state: MeetingState?, viewer: String?, before: UUID?, limit: Int,
        endingAfter: Timestamp? = nil, in district: String
    ) async throws -> [Meeting] {
        var sql: SQL =
            "SELECT \(sql: Table.meetings.selected("m")) FROM whistle.meetings AS m WHERE m.district_id = \(district)"
        if let id { sql = sql + " AND m.id = \(id)" }
        if let before { sql = sql + " AND m.id < \(before)" }
        if let state { sql = sql + " AND m.state = \(state)" }
        if let endingAfter { sql = sql + " AND m.ends_at >= \(endingAfter)" }
        if let whistle {
            sql =
                sql + """
                     AND EXISTS (SELECT 1 FROM whistle.meeting_whistles AS mw WHERE mw.district_id = \(district)
                    AND mw.meeting_id = m.id AND mw.whistle_id = \(whistle))
                    """
        }
        if let viewer {
            sql =
                sql + """
                     AND (m.convener = \(viewer) OR EXISTS (SELECT 1 FROM whistle.attendance AS a
                    WHERE a.district_id = \(district) AND a.meeting_id = m.id
                        AND (a.organization = \(viewer) OR a.delegate = \(viewer)))
                    OR EXISTS (SELECT 1 FROM whistle.meeting_whistles AS c
                    WHERE c.district_id = \(district) AND c.meeting_id = m.id AND c.concerned ? \(viewer)))
                    """
        }
        sql = sql + " ORDER BY m.id DESC LIMIT \(limit)"
        let rows = try await read(district, sql)
        let ids = try rows.map { try $0.decode(0, as: UUID.self) }
        guard !ids.isEmpty else { return [] }
        return try Store.assemble(rows, try await read(district, Store.meetingParts(ids, district)))
    }

    /// The milestones of one meeting, by due time.
    public func milestones(of meeting: UUID, in district: String) async throws -> [Milestone] {
        try await read(district, Store.milestones(of: meeting, district)).map {
            try Table.milestones.read($0, into: Milestone())
        }
    }

    fileprivate static func milestones(of meeting: UUID, _ district: String) -> SQL {
        """
        SELECT \(sql: Table.milestones.selected("m")) FROM whistle.milestones AS m
        WHERE m.district_id = \(district) AND m.meeting_id = \(meeting) ORDER BY m.due_at, m.id
        """
    }

    public func milestone(_ id: UUID, in district: String) async throws -> Milestone? {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.milestones.selected("m")) FROM whistle.milestones AS m
            WHERE m.district_id = \(district) AND m.id = \(id)
            """)
        return try rows.first.map { try Table.milestones.read($0, into: Milestone()) }
    }

    static func meetingParts(_ ids: [UUID], _ district: String) -> [SQL] {
        [
            """
            SELECT \(sql: Table.meetingWhistles.selected("mw")) FROM whistle.meeting_whistles AS mw
            WHERE mw.district_id = \(district) AND mw.meeting_id = ANY(\(ids)) ORDER BY mw.meeting_id, mw.place
            """,
            """
            SELECT \(sql: Table.attendance.selected("a")) FROM whistle.attendance AS a
            WHERE a.district_id = \(district) AND a.meeting_id = ANY(\(ids)) ORDER BY a.meeting_id, a.organization
            """,
        ]
    }

    static func assemble(_ meetings: Rows, _ parts: [Rows]) throws -> [Meeting] {
        let whistles = try parts[0].map {
            try Table.meetingWhistles.read(
                $0, into: Belonging(meeting: UUID.none, place: 0, value: MeetingWhistle(whistleID: UUID.none)))
        }
        let attendance = try parts[1].map {
            try Table.attendance.read(
                $0, into: Belonging(meeting: UUID.none, place: 0, value: Attendance(organization: "")))
        }
        return try meetings.map { row in
            var meeting = try Table.meetings.read(row, into: Meeting())
            meeting.whistles = whistles.filter { $0.meeting == meeting.id }.map(\.value)
            meeting.attendance = attendance.filter { $0.meeting == meeting.id }.map(\.value)
            return meeting
        }
    }
}
