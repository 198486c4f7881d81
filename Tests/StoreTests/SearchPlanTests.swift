import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// A common word with a rare category or township: what is read is what was asked for, not all that hold the word.
@Suite struct SearchPlanTests {
    /// Twelve thousand of one word; forty are of another category, forty of another township, all of them old.
    private static let whistles: [SQL] = [
        "SET session_replication_role = replica",
        """
        INSERT INTO whistle.whistles (district_id, id, number, state, kind, category, channel, title, details, raiser,
            township, rulebook_version, total_started_at, viewers, head_hash, created_at)
        SELECT 'x', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'G-' || n, 'in_progress', 'routine',
            CASE WHEN n <= 40 THEN 'walls' ELSE 'parking' END, 'grid', '路灯不亮 ' || n, '', 'meili',
            CASE WHEN n BETWEEN 21 AND 60 THEN 'haiyu' ELSE 'meili' END, 1, now(), '[]', '', now()
        FROM generate_series(1, 12000) AS n
        """,
        """
        INSERT INTO whistle.catchwords (district_id, whistle_id, category, township, place, raised_at, pairs)
        SELECT w.district_id, w.id, w.category, w.township, '', w.created_at, whistle.pairs(whistle.folded(w.title))
        FROM whistle.whistles AS w
        """,
        "SET session_replication_role = origin",
    ]

    @Test func aCommonWordOfARareCategoryReadsThatCategory() async throws {
        let database = try await TestCluster.get().database()
        _ = try await database.owner.pipeline(Self.whistles)
        for table in ["whistles", "catchwords"] {
            _ = try await database.owner.query("ANALYZE whistle.\(sql: SQL(stringLiteral: table))")
        }
        for (category, township, numbers) in [
            ("walls", nil, 1...40), (nil, "haiyu", 21...60), ("walls", "haiyu", 21...40), ("walls", "nowhere", 0...0),
            ("nowhere", nil, 0...0), (nil, "nowhere", 0...0),
        ] as [(String?, String?, ClosedRange<Int>)] {
            let read: SQL = """
                SELECT sum(t.seq_scan)::bigint, sum(t.idx_tup_fetch)::bigint FROM pg_stat_xact_user_tables AS t
                WHERE t.relname IN ('whistles', 'catchwords')
                """
            let answers = try await database.owner.pipeline([
                "SELECT set_config('whistle.district', 'x', true)", read,
                """
                SELECT right(f::text, 12)::integer
                FROM whistle.find_whistles('路灯', NULL, NULL, 50, \(category), \(township)) AS f
                """, read,
            ])
            let found = try answers[2].map { try $0.decode(0, as: Int32.self) }
            #expect(found.sorted() == (numbers == 0...0 ? [] : numbers.map(Int32.init)), "\(numbers)")
            let scans = try answers[3][0].decode(0, as: Int.self) - answers[1][0].decode(0, as: Int.self)
            let rows = try answers[3][0].decode(1, as: Int.self) - answers[1][0].decode(1, as: Int.self)
            #expect(scans == 0 && rows < 300, "\(category ?? "-"), \(township ?? "-"): \(scans), \(rows)")
        }
        await database.close()
    }
}
