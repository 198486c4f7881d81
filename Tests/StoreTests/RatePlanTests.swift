import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// What lies outside a scoreboard's period is not read: the plans over ten thousand matters, of which a week is asked for.
@Suite struct RatePlanTests {
    /// A year's matters, one every fifty minutes, each with an order, a revisit and an item.
    private static let year: [SQL] = [
        "SET session_replication_role = replica",
        """
        INSERT INTO whistle.whistles (district_id, id, number, state, kind, category, channel, title, details, raiser,
            township, rulebook_version, total_started_at, total_due_at, head_hash, created_at)
        SELECT 'x', gen_random_uuid(), 'G-' || n, 'in_progress', 'routine', 'walls', 'grid', '停车', '', 'meili', 'meili',
            1, s, s + interval '14 days', '', s
        FROM (SELECT n, timestamptz '2025-01-01' + n * interval '50 minutes' AS s FROM generate_series(1, 10000) AS n) AS g
        """,
        """
        INSERT INTO whistle.orders (district_id, id, whistle_id, number, department, role, state, kind, rank, township,
            turn, receive_started_at, receive_due_at, report_started_at, report_due_at, resolve_started_at,
            resolve_due_at, created_at)
        SELECT 'x', gen_random_uuid(), w.id, w.number || '-1', 'housing', 'lead', 'received', 'routine', 1, 'meili', 1,
            w.created_at, w.total_due_at, w.created_at, w.total_due_at, w.created_at, w.total_due_at, w.created_at
        FROM whistle.whistles AS w
        """,
        """
        INSERT INTO whistle.evaluations (district_id, id, whistle_id, evaluator, organization, grade, solved, valid,
            round, at)
        SELECT 'x', gen_random_uuid(), w.id, 'resident', 'meili', 'satisfied', true, true, 1, w.total_due_at
        FROM whistle.whistles AS w
        """,
        """
        INSERT INTO whistle.items (district_id, id, number, state, title, channel, organization, township, created_at)
        SELECT 'x', gen_random_uuid(), 'I' || w.number, 'open', '停车', (ARRAY['grid', 'visit'])[1 + random()::int],
            'meili', 'meili', w.created_at
        FROM whistle.whistles AS w
        """,
        "SET session_replication_role = origin",
    ]

    @Test func aWeekOfAYearReadsOnlyItsWeek() async throws {
        let database = try await TestCluster.get().database()
        _ = try await database.owner.pipeline(Self.year)
        for table in ["whistles", "orders", "evaluations", "items"] {
            _ = try await database.owner.query("ANALYZE whistle.\(sql: SQL(stringLiteral: table))")
        }
        let from = try #require(Timestamp(rfc3339: "2025-06-02T00:00:00+08:00"))
        let period = RatePeriod(
            from: from, until: from.adding(seconds: 7 * 86_400), now: from, zone: "Asia/Shanghai")
        func plan(_ statement: SQL) async throws -> String {
            // As the broker asks, under its policies: what those hold for leaky finds no index.
            try await database.store.read("x", "EXPLAIN \(sql: statement)")
                .map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        }
        for subject in RateSubject.allCases {
            let plan = try await plan(Store.figures(by: subject, period, "x"))
            for index in subject == .department ? ["whistles_counted", "orders_whistle"] : ["whistles_counted"] {
                #expect(plan.contains(index), "\(subject): \(plan)")
            }
            #expect(!plan.contains("Seq Scan"), "\(subject): \(plan)")
        }
        let heard = try await plan(
            Store.heard(through: Channel.allCases, from: from, until: period.until, zone: "Asia/Shanghai", "x"))
        #expect(heard.contains("items_heard") && !heard.contains("Seq Scan"), "\(heard)")
        let tasks = try await plan(Store.tasks(from: from, until: period.until, "x"))
        #expect(tasks.contains("evaluations_at") && !tasks.contains("Seq Scan"), "\(tasks)")
        await database.close()
    }
}
