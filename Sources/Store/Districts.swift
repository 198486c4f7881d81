import Domain
import Foundation
import Postgres

/// A district as its row has it.
public struct DistrictRow: Sendable {
    public var code: String
    public var id: UUID
    public var name: String
    /// How far business time is ahead of machine time, in microseconds; 0 outside a demo.
    public var offset: Int64
    public var isDemo: Bool
    public var version: Int
}

/// What another broker may have changed of a district.
public struct DistrictState: Sendable {
    public var code: String
    public var offset: Int64
    /// Rises with its rulebook, its organizations and the calendar.
    public var version: Int
}

/// One version of a rulebook as it is stored.
public struct RulebookRow: Sendable {
    public var id: UUID
    public var version: Int
    public var source: String

    public init(id: UUID, version: Int, source: String) {
        self.id = id
        self.version = version
        self.source = source
    }
}

extension Store {
    /// A district with its organizations and all versions of its rulebook; `nil` when there is none.
    public func district(
        _ code: String
    ) async throws(PostgresError) -> (row: DistrictRow, rulebooks: [RulebookRow], organizations: [Organization])? {
        let results = try await read(
            code,
            [
                "SELECT d.id, d.name, d.demo_offset, d.demo, d.version FROM whistle.districts AS d WHERE d.district_id = \(code)",
                """
                SELECT r.id, r.version, r.source FROM whistle.rulebooks AS r
                WHERE r.district_id = \(code) ORDER BY r.version
                """,
                """
                SELECT \(sql: Table.organizations.selected("o")) FROM whistle.organizations AS o
                WHERE o.district_id = \(code) ORDER BY o.code
                """,
            ])
        guard let row = results[0].first else { return nil }
        let district = DistrictRow(
            code: code, id: try row.decode(0), name: try row.decode(1), offset: Int64(try row.decode(2, as: Int.self)),
            isDemo: try row.decode(3), version: try row.decode(4))
        var rulebooks: [RulebookRow] = []
        for row in results[1] {
            rulebooks.append(
                RulebookRow(
                    id: try row.decode(0), version: try row.decode(1, as: Int.self),
                    source: try row.decode(2)))
        }
        var organizations: [Organization] = []
        for row in results[2] { organizations.append(try Table.organizations.read(row, into: Organization())) }
        return (district, rulebooks, organizations)
    }

    /// The notices loaded beside those in the program, as they were loaded.
    public func calendars() async throws(PostgresError) -> [String] {
        let rows = try await loops.query("SELECT c.source FROM whistle.calendars AS c ORDER BY c.year")
        var sources: [String] = []
        for row in rows { sources.append(try row.decode(0)) }
        return sources
    }

    /// The codes of all districts.
    public func districtCodes() async throws(PostgresError) -> [String] {
        let rows = try await loops.query("SELECT district_id FROM whistle.districts ORDER BY district_id")
        var codes: [String] = []
        for row in rows { codes.append(try row.decode(0)) }
        return codes
    }

    /// How far each district's business time is ahead, and the version of what else is known of it.
    public func districtStates() async throws(PostgresError) -> [DistrictState] {
        let rows = try await loops.query("SELECT district_id, demo_offset, version FROM whistle.districts")
        var states: [DistrictState] = []
        for row in rows {
            states.append(
                DistrictState(
                    code: try row.decode(0), offset: Int64(try row.decode(1, as: Int.self)), version: try row.decode(2))
            )
        }
        return states
    }

    /// Moves a demo's business time forward.
    /// - Returns: the offset that holds now: never less than before.
    public func advance(_ district: String, to offset: Int64) async throws(PostgresError) -> Int64 {
        let rows = try await read(
            district,
            """
            UPDATE whistle.districts AS d SET demo_offset = greatest(d.demo_offset, \(Int(offset)))
            WHERE d.district_id = \(district) RETURNING d.demo_offset
            """)
        return Int64(try rows.first?.decode(0, as: Int.self) ?? 0)
    }

    /// Reserves numbers.
    /// - Returns: the first of them.
    public func reserveNumbers(
        _ count: Int, prefix: String, year: Int, in district: String
    ) async throws(PostgresError) -> Int {
        // Not waited for on disk: a whistle's own commit, later in the log, makes the reservation before it durable too.
        let rows = try await read(
            district,
            [
                "SELECT set_config('synchronous_commit', 'off', true)",
                """
                INSERT INTO whistle.number_blocks AS b (district_id, prefix, year, next)
                VALUES (\(district), \(prefix), \(Int32(year)), 1 + \(count))
                ON CONFLICT (district_id, prefix, year) DO UPDATE SET next = b.next + \(count)
                RETURNING b.next - \(count)
                """,
            ])[1]
        guard let row = rows.first else { throw .decoding(column: "next", expected: "a row", got: "none") }
        return try row.decode(0)
    }
}

/// The head of a district's own chain of history, locked.
public struct DistrictHead: Sendable {
    public var id: UUID
    public var sequence: Int
    public var hash: [UInt8]
}

extension Work {
    /// Locks the district's own chain, for what belongs to no whistle and no meeting.
    public func lockDistrict() async throws -> DistrictHead {
        let rows = try await transaction.query(
            """
            SELECT d.id, d.sequence, d.head_hash FROM whistle.districts AS d
            WHERE d.district_id = \(district) FOR NO KEY UPDATE
            """)
        guard let row = rows.first else { throw Refusal.notFound }
        return DistrictHead(id: try row.decode(0), sequence: try row.decode(1), hash: try row.decode(2))
    }

    /// The version of the rulebook in force.
    public func newestRulebook() async throws -> Int {
        let rows = try await transaction.query(
            "SELECT max(r.version) FROM whistle.rulebooks AS r WHERE r.district_id = \(district)")
        return try rows.first?.decode(0) ?? 0
    }

    /// Puts a new version of the rulebook in force.
    public mutating func add(_ rulebook: RulebookRow) {
        writes.append(
            """
            INSERT INTO whistle.rulebooks (district_id, version, id, source)
            VALUES (\(district), \(Int32(rulebook.version)), \(rulebook.id), \(rulebook.source))
            """)
        writes.append("UPDATE whistle.districts SET version = version + 1 WHERE district_id = \(district)")
    }

    public mutating func save(_ head: DistrictHead) {
        writes.append(
            """
            UPDATE whistle.districts SET sequence = \(head.sequence), head_hash = \(head.hash)
            WHERE district_id = \(district)
            """)
    }
}
