import Domain
import Foundation
import Postgres

/// What the heads of a district's chains were at a time, and what stood before.
public struct CheckpointRow: Sendable {
    public var number: Int
    /// Machine time.
    public var madeAt: Timestamp
    public var entries: Int
    public var previousHash: [UInt8]
    public var hash: [UInt8]
    /// The hash's digest under the installation's key.
    public var seal: [UInt8]

    public init(
        number: Int, madeAt: Timestamp, entries: Int, previousHash: [UInt8], hash: [UInt8], seal: [UInt8]
    ) {
        self.number = number
        self.madeAt = madeAt
        self.entries = entries
        self.previousHash = previousHash
        self.hash = hash
        self.seal = seal
    }
}

/// One of a checkpoint's entries, with what the history holds there now.
public struct CheckpointEntry: Sendable {
    public var place: Int
    public var head: AuditHead
    /// `nil` where the line is gone.
    public var found: [UInt8]?
}

extension Work {
    /// Heads that no checkpoint holds yet, in a fixed order.
    public func uncheckedHeads(limit: Int) async throws -> [AuditHead] {
        let rows = try await transaction.query(
            """
            SELECT s.kind, s.id, s.label, s.sequence, s.head_hash FROM (
                SELECT 'whistle' AS kind, w.id, w.number AS label, w.sequence, w.head_hash FROM whistle.whistles AS w
                WHERE w.district_id = \(district)
                UNION ALL
                SELECT 'meeting', m.id, m.number, m.sequence, m.head_hash FROM whistle.meetings AS m
                WHERE m.district_id = \(district)
                UNION ALL
                SELECT 'district', d.id, d.district_id, d.sequence, d.head_hash FROM whistle.districts AS d
                WHERE d.district_id = \(district)
            ) AS s
            WHERE s.sequence > 0 AND NOT EXISTS (
                SELECT 1 FROM whistle.checkpoint_heads AS h WHERE h.district_id = \(district)
                AND h.subject_id = s.id AND h.seq = s.sequence)
            ORDER BY s.kind, s.id LIMIT \(limit)
            """)
        return try rows.map { row in
            AuditHead(
                kind: try row.decode(0), id: try row.decode(1), label: try row.decode(2), sequence: try row.decode(3),
                hash: try row.decode(4))
        }
    }

    /// The newest checkpoint; held so that no other broker makes the next one meanwhile.
    public func newestCheckpoint() async throws -> CheckpointRow? {
        _ = try await transaction.query(
            "SELECT pg_advisory_xact_lock(hashtext('whistle.checkpoint'), hashtext(\(district)))")
        return try await transaction.query(
            """
            SELECT c.number, c.made_at, c.entries, c.previous_hash, c.hash, c.seal FROM whistle.checkpoints AS c
            WHERE c.district_id = \(district) ORDER BY c.number DESC LIMIT 1
            """
        ).first.map(CheckpointRow.init)
    }

    public mutating func add(_ checkpoint: CheckpointRow, _ heads: [AuditHead]) {
        writes.append(
            """
            INSERT INTO whistle.checkpoints (district_id, number, made_at, entries, previous_hash, hash, seal)
            VALUES (\(district), \(checkpoint.number), \(checkpoint.madeAt), \(Int32(checkpoint.entries)),
                \(checkpoint.previousHash), \(checkpoint.hash), \(checkpoint.seal))
            """)
        guard !heads.isEmpty else { return }
        writes.append(
            """
            INSERT INTO whistle.checkpoint_heads (district_id, number, place, kind, subject_id, label, seq, hash)
            SELECT \(district), \(checkpoint.number), u.place, u.kind, u.subject_id, u.label, u.seq, u.hash
            FROM unnest(\(heads.map(\.kind)), \(heads.map(\.id)), \(heads.map(\.label)), \(heads.map(\.sequence)),
                \(heads.map(\.hash))) WITH ORDINALITY AS u(kind, subject_id, label, seq, hash, place)
            """)
    }
}

extension Store {
    /// Checkpoints, oldest first.
    public func checkpoints(after number: Int, limit: Int, in district: String) async throws -> [CheckpointRow] {
        try await read(
            district,
            """
            SELECT c.number, c.made_at, c.entries, c.previous_hash, c.hash, c.seal FROM whistle.checkpoints AS c
            WHERE c.district_id = \(district) AND c.number > \(number) ORDER BY c.number LIMIT \(limit)
            """
        ).map(CheckpointRow.init)
    }

    /// A checkpoint's entries in order, each with what the history holds at its place now.
    public func checkpointEntries(
        of number: Int, after place: Int, limit: Int, in district: String
    ) async throws(PostgresError) -> [CheckpointEntry] {
        let rows = try await read(
            district,
            """
            SELECT c.place, c.kind, c.subject_id, c.label, c.seq, c.hash, (
                SELECT h.hash FROM whistle.history AS h WHERE h.district_id = \(district)
                AND h.subject_id = c.subject_id AND h.seq = c.seq ORDER BY h.recorded_at LIMIT 1)
            FROM whistle.checkpoint_heads AS c
            WHERE c.district_id = \(district) AND c.number = \(number) AND c.place > \(Int32(place))
            ORDER BY c.place LIMIT \(limit)
            """)
        var entries: [CheckpointEntry] = []
        for row in rows {
            entries.append(
                CheckpointEntry(
                    place: Int(try row.decode(0, as: Int32.self)),
                    head: AuditHead(
                        kind: try row.decode(1), id: try row.decode(2), label: try row.decode(3),
                        sequence: try row.decode(4), hash: try row.decode(5)),
                    found: try row.decodeIfPresent(6)))
        }
        return entries
    }
}

extension CheckpointRow {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            number: try row.decode(0), madeAt: try row.decode(1), entries: Int(try row.decode(2, as: Int32.self)),
            previousHash: try row.decode(3), hash: try row.decode(4), seal: try row.decode(5))
    }
}
