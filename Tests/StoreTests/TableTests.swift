import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// How rows are bound: what they have in common once, what tells them apart as arrays.
@Suite struct TableTests {
    private static let moment = Timestamp(seconds: 1_780_000_000)

    private func entry(_ size: Int, events: String = "[]") -> OutboxEntry {
        OutboxEntry(
            subjectID: .version7(), at: Self.moment, shared: TextBytes(Array("{}".utf8)),
            events: TextBytes(Array(events.utf8)), size: size)
    }

    /// The table's own statements are everybody's: these tests have one of theirs.
    private var table: Table<OutboxEntry> { Table("outbox", Table<OutboxEntry>.outbox.columns) }

    @Test func aColumnThatDifferedOnceStaysAnArray() async throws {
        let database = try await TestCluster.get().database()
        let table = table
        let insert =
            "INSERT INTO whistle.outbox (district_id, subject_id, at, shared, events, size) SELECT $1, unnest($2), "
        let steps: [([OutboxEntry], String)] = [
            ([entry(1), entry(1)], "$3, $4, $5, $6"), ([entry(1)], "$3, $4, $5, $6"),
            ([entry(1), entry(2)], "$3, $4, $5, unnest($6)"),
            ([entry(3, events: "[1]"), entry(3)], "$3, $4, unnest($5), unnest($6)"),
            ([entry(4), entry(4), entry(4)], "$3, $4, unnest($5), unnest($6)"),
        ]
        for (rows, values) in steps {
            let statement = table.insert(rows, into: "changshu")
            #expect(statement.text == insert + values)
            _ = try await database.owner.query(statement)
        }
        let stored = try await database.owner.query(
            """
            SELECT count(*), sum(o.size), count(*) FILTER (WHERE o.events = '[1]'), count(DISTINCT o.subject_id)
            FROM whistle.outbox AS o WHERE o.district_id = 'changshu' AND o.at = \(Self.moment)
            """)[0]
        #expect(try (0..<4).map { try stored.decode($0, as: Int.self) } == [10, 24, 1, 10])
        await database.close()
    }

    /// Orders and items name what is there, but for those of a raise, which writes what they name (ADR 4).
    @Test func whatNamesNothingIsRefused() async throws {
        let database = try await TestCluster.get().database()
        let item: SQL = """
            INSERT INTO whistle.items (district_id, id, number, state, title, channel, organization, township, whistle_id, created_at)
            VALUES ('changshu', \(UUID.version7()), 'X-1', 'whistled', '甲', 'online', 'meili', 'meili', \(UUID.version7()), now())
            """
        let refused = await #expect(throws: PostgresError.self) { try await database.owner.query(item) }
        #expect(refused?.sqlState == "23503")
        _ = try await database.owner.pipeline(["SELECT set_config('whistle.raising', 'on', true)", item])
        let after: SQL = "UPDATE whistle.items SET title = '乙' WHERE number = 'X-1'"
        let kept = await #expect(throws: PostgresError.self, "the next transaction asks again") {
            try await database.owner.query(after)
        }
        #expect(kept?.sqlState == "23503")
        await database.close()
    }
}
