import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// Every statement is prepared by a real server: a misspelt column is found here and not by a user.
@Suite struct StatementTests {
    @Test func everyTablesStatementsArePrepared() async throws {
        let database = try await TestCluster.get().database()
        let statements: [[SQL]] = [
            Table.whistles.statements("changshu"), Table.orders.statements("changshu"),
            Table.items.statements("changshu"),
            Table.evaluations.statements("changshu"), Table.contacts.statements("changshu"),
            Table.history.statements("changshu"),
            Table.outbox.statements("changshu"), Table.answers.statements("changshu"),
            Table.meetings.statements("changshu"),
            Table.meetingWhistles.statements("changshu"), Table.attendance.statements("changshu"),
            Table.milestones.statements("changshu"),
            Table.organizations.statements("changshu"), Table.tokens.statements("changshu"),
            Table.webhooks.statements("changshu"),
            Table.precedents.statements("changshu"),
        ]
        for statement in statements.joined() {
            await #expect(throws: Never.self, "\(statement.text)") { try await database.owner.query(statement) }
        }
        await database.close()
    }

    /// The questions with everything they can be narrowed by; what they answer is other tests' business.
    @Test func everyQuestionIsPrepared() async throws {
        let database = try await TestCluster.get().database()
        let (store, district, id, now) = (database.store, "changshu", UUID.version7(), Timestamp.machineNow)
        let rules: (Int) throws -> MatterRules = { _ in throw Refusal.notFound }
        var filter = Store.WhistleFilter()
        filter.state = .inProgress
        filter.kind = .routine
        filter.category = "parking"
        filter.township = "meili"
        filter.department = "water"
        filter.overdueAt = now
        filter.text = "停车"
        filter.since = now
        filter.until = now
        filter.viewer = "meili"
        _ = try await store.whistles(filter, before: id, limit: 1, in: district, rules: rules)
        _ = try await store.matter(.whistles([id]), in: district, rules: rules)
        _ = try await store.matter(.orders([id]), in: district, rules: rules)
        _ = try await store.hasWhistle(id, in: district)
        _ = try await store.history(of: id, department: "water", after: 0, limit: 1, in: district)
        _ = try await store.items(state: .open, whistle: id, viewer: "meili", before: id, limit: 1, in: district)
        _ = try await store.item(id, in: district)
        _ = try await store.contacts(of: [id], in: district)
        _ = try await store.receive([], history: [], outbox: [], answer: nil, in: district)
        _ = try await store.claim(
            [ClaimDemand(maximum: 1, leaseSeconds: 60)], queue: "water", in: district, at: now)
        let bound = QueueBound(rank: 1, due: now, turn: 1, id: id)
        _ = try await store.queue("water", states: [.queued], after: bound, limit: 1, in: district)
        _ = try await store.release([(order: id, token: id)], in: district, at: now, actor: "water")
        _ = try await store.extendLease(id, token: id, seconds: 60, in: district)
        _ = try await store.reapLeases(limit: 1)
        _ = try await store.turns("water", due: now, rank: 1, in: district)
        _ = try await store.events(after: 0, limit: 1, viewer: "water", in: district)
        _ = try await store.relay(district, limit: 1)
        _ = try await store.hasNews(district)
        _ = try await store.districtsWithNews()
        _ = try await store.districtsWithEscalations()
        _ = try await store.dueEscalations(in: district, by: now, limit: 1)
        _ = try await store.openWhistles(after: id, limit: 1, in: district)
        let owner = InboxOwner(organization: "meili", isCommandCentre: true, isLeader: true, approves: true)
        _ = try await store.inbox(of: owner, limit: 1, in: district)
        _ = try await store.precedents(
            category: "parking", department: "water", text: "停车", before: id, limit: 1, in: district)
        _ = try await store.suggestion(for: "parking", in: district)
        _ = try await store.meeting(id, in: district)
        _ = try await store.meetings(
            whistle: id, state: .convened, viewer: "water", before: id, limit: 1, in: district)
        _ = try await store.milestones(of: id, in: district)
        _ = try await store.milestone(id, in: district)
        _ = try await store.caller(tokenHash: [1], in: district)
        _ = try await store.tokens(before: id, limit: 1, in: district)
        try await store.markUsed([id], in: district)
        _ = try await store.webhooks(id, of: "meili", before: id, limit: 1, in: district)
        _ = try await store.deliveries(of: id, state: "pending", before: 1, limit: 1, in: district)
        _ = try await store.answers([(organization: "meili", key: "k")], in: district)
        try await store.forgetAnswers(olderThanHours: 48)
        try await store.makePartitions()
        _ = try await store.queueDepths()
        _ = try await store.districtCodes()
        _ = try await store.districtStates()
        _ = try await store.calendars()
        await database.close()
    }

    /// What the queue, the escalator and the inbox read stands in an index of its own.
    @Test(arguments: [
        (
            "whistles_escalate",
            "SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = 'x' AND w.escalate_at <= now() ORDER BY w.escalate_at LIMIT 5"
        ),
        (
            "orders_lease",
            "SELECT o.id FROM whistle.orders AS o WHERE o.lease_until < now() ORDER BY o.lease_until LIMIT 5"
        ),
        (
            "orders_pkey",
            "UPDATE whistle.orders AS o SET claim_token = NULL, lease_until = NULL FROM unnest(ARRAY[gen_random_uuid()], ARRAY[gen_random_uuid()]) AS u(id, token) WHERE o.district_id = 'x' AND o.id = u.id AND o.claim_token = u.token"
        ),
        (
            "orders_department",
            "SELECT o.id FROM whistle.orders AS o WHERE o.district_id = 'x' AND o.department = 'water' AND o.state = 'received'"
        ),
        (
            "events_pkey",
            "SELECT f.events FROM whistle.events AS f WHERE f.district_id = 'x' AND f.position > 7 ORDER BY f.position LIMIT 5"
        ),
    ])
    func theHotPlansReadTheirIndex(index: String, statement: String) async throws {
        let database = try await TestCluster.get().database()
        let plan = try await database.owner.pipeline([
            "SET LOCAL enable_seqscan = off", SQL(stringLiteral: "EXPLAIN \(statement)"),
        ])[1].map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        #expect(plan.contains(index), "\(plan)")
        await database.close()
    }

    /// A column that an INSERT may leave out gives what the row holds: NULL, or the table's own default.
    @Test func whatIsLeftOutIsWhatTheTableGives() async throws {
        let database = try await TestCluster.get().database()
        let rows = try await database.owner.query(
            """
            SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c
            WHERE c.table_schema = 'whistle' AND c.data_type = 'jsonb' AND c.is_nullable = 'NO'
            AND c.column_default IS DISTINCT FROM '''[]''::jsonb' AND c.column_name <> 'condition'
            """)
        #expect(try rows.map { try $0.decode(0, as: String.self) } == [])
        await database.close()
    }
}
