import Domain
import Foundation
import JSON
import Postgres

/// A line of history as the audit reads it, with the head that its subject has at the same moment.
public struct AuditLine: Sendable {
    public var line: HistoryLine
    public var recordedAt: Timestamp
    /// `nil` where the subject is gone.
    public var head: AuditHead?
    /// The subject's number; of one that is gone, the one under which a checkpoint knew it.
    public var label: String?
    /// What stands in the rows of a whistle and its orders, with the last of its lines.
    public var states: AuditStates?
}

/// The states in the rows of a whistle and its orders.
public struct AuditStates: Sendable {
    public var whistle: String
    /// By number.
    public var orders: [String: (id: String, state: String)] = [:]

    public init(whistle: String) { self.whistle = whistle }

    init(_ json: JSON) {
        whistle = json["whistle"]?.string ?? ""
        for member in json["orders"]?.members ?? [] {
            orders[member.name] = (member.value[0]?.string ?? "", member.value[1]?.string ?? "")
        }
    }
}

/// The head of a chain.
public struct AuditHead: Sendable {
    public var kind: String
    public var id: UUID
    public var label: String
    public var sequence: Int
    public var hash: [UInt8]

    public init(kind: String, id: UUID, label: String, sequence: Int, hash: [UInt8]) {
        self.kind = kind
        self.id = id
        self.label = label
        self.sequence = sequence
        self.hash = hash
    }
}

/// A change of the feed as the audit reads it.
public struct AuditChange: Sendable {
    public var position: Int
    public var size: Int
    public var subjectID: UUID
    /// The whistle that it tells of, where there is none any more.
    public var missingWhistle: String?
}

/// Reading a district's whole history: page by page, each page one statement, so that no snapshot is held for long and no
/// more than a page is in memory. Lines are never changed, so pages of different moments fit together.
extension Store {
    /// History in the order of subjects and places. Each line comes with its subject's head of the same moment.
    public func auditLines(
        after last: AuditLine?, limit: Int, in district: String
    ) async throws -> [AuditLine] {
        let (id, sequence, recorded) =
            last.map { ($0.line.subjectID, $0.line.sequence, $0.recordedAt) }
            ?? (UUID.none, -1, Timestamp(microseconds: 0))
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.history.selected("h")), h.recorded_at,
                coalesce(w.sequence, m.sequence, d.sequence), coalesce(w.head_hash, m.head_hash, d.head_hash),
                coalesce(w.number, m.number, d.district_id, (
                    SELECT c.label FROM whistle.checkpoint_heads AS c
                    WHERE c.district_id = \(district) AND c.subject_id = h.subject_id LIMIT 1)),
                CASE WHEN w.sequence = h.seq THEN json_build_object('whistle', w.state, 'orders', (
                    SELECT json_object_agg(o.number, json_build_array(o.id, o.state)) FROM whistle.orders AS o
                    WHERE o.district_id = \(district) AND o.whistle_id = w.id))::text END
            FROM (
                SELECT l.* FROM whistle.history AS l WHERE l.district_id = \(district)
                AND (l.subject_id, l.seq, l.recorded_at) > (\(id), \(sequence), \(recorded))
                ORDER BY l.subject_id, l.seq, l.recorded_at LIMIT \(limit)
            ) AS h
            LEFT JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = h.subject_id
            LEFT JOIN whistle.meetings AS m ON m.district_id = \(district) AND m.id = h.subject_id
            LEFT JOIN whistle.districts AS d ON d.district_id = \(district) AND d.id = h.subject_id
            ORDER BY h.subject_id, h.seq, h.recorded_at
            """)
        let place = Table.history.columns.count
        return try rows.map { row in
            let line = try Table.history.read(row, into: .blank)
            var read = AuditLine(
                line: line, recordedAt: try row.decode(place), head: nil, label: try row.decodeIfPresent(place + 3))
            if let sequence: Int = try row.decodeIfPresent(place + 1) {
                read.head = AuditHead(
                    kind: line.subject.rawValue, id: line.subjectID, label: try row.decode(place + 3),
                    sequence: sequence, hash: try row.decode(place + 2))
            }
            if let text: String = try row.decodeIfPresent(place + 4) {
                read.states = AuditStates(try JSON(parsing: Array(text.utf8)))
            }
            return read
        }
    }

    /// Whistles and meetings that have no history at all, among the next ones by id.
    /// - Returns: those, and the last id looked at; `nil` when there are no more.
    public func withoutHistory(
        _ kind: String, after id: UUID, window: Int, in district: String
    ) async throws(PostgresError) -> (found: [AuditHead], last: UUID?) {
        let table: SQL = kind == "meeting" ? "whistle.meetings" : "whistle.whistles"
        let rows = try await read(
            district,
            """
            SELECT s.id, s.number, EXISTS (
                SELECT 1 FROM whistle.history AS h WHERE h.district_id = \(district) AND h.subject_id = s.id)
            FROM \(sql: table) AS s WHERE s.district_id = \(district) AND s.id > \(id) ORDER BY s.id LIMIT \(window)
            """)
        var found: [AuditHead] = []
        for row in rows where try !row.decode(2, as: Bool.self) {
            found.append(
                AuditHead(kind: kind, id: try row.decode(0), label: try row.decode(1), sequence: 1, hash: []))
        }
        return (found, try rows.last?.decode(0))
    }

    /// The feed in order, page by page.
    public func auditFeed(
        after position: Int, limit: Int, in district: String
    ) async throws(PostgresError) -> [AuditChange] {
        let rows = try await read(
            district,
            """
            SELECT f.position, f.size, f.subject_id, CASE WHEN starts_with(f.shared, '{"whistle":') AND w.id IS NULL
                THEN f.shared::jsonb #>> '{whistle,number}' END
            FROM (
                SELECT e.* FROM whistle.events AS e WHERE e.district_id = \(district) AND e.position > \(position)
                ORDER BY e.position LIMIT \(limit)
            ) AS f
            LEFT JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = f.subject_id
            ORDER BY f.position
            """)
        var changes: [AuditChange] = []
        for row in rows {
            changes.append(
                AuditChange(
                    position: try row.decode(0), size: Int(try row.decode(1, as: Int32.self)),
                    subjectID: try row.decode(2), missingWhistle: try row.decodeIfPresent(3)))
        }
        return changes
    }

    /// The hashes that the history holds at some places; `nil` where it holds none.
    public func hashes(
        at places: [(subject: UUID, sequence: Int)], in district: String
    ) async throws(PostgresError) -> [[UInt8]?] {
        let rows = try await read(
            district,
            """
            SELECT (SELECT h.hash FROM whistle.history AS h WHERE h.district_id = \(district)
                AND h.subject_id = u.subject_id AND h.seq = u.seq ORDER BY h.recorded_at LIMIT 1)
            FROM unnest(\(places.map(\.subject)), \(places.map(\.sequence))) WITH ORDINALITY AS u(subject_id, seq, place)
            ORDER BY u.place
            """)
        var hashes: [[UInt8]?] = []
        for row in rows { hashes.append(try row.decodeIfPresent(0)) }
        return hashes
    }
}
