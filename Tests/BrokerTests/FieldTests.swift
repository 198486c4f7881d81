import Broker
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// What going out leaves in the database.
@Suite struct FieldTests {
    private func session(_ items: [HeardItem]) -> SessionDraft {
        var draft = SessionDraft(
            theme: "停车", host: "meili", heldAt: Timestamp(seconds: 1_790_000_000), residentsPresent: 6,
            attendeesPresent: 10)
        draft.branch = "镇北支部"
        draft.members = ["王五", "李四"]
        draft.items = items
        return draft
    }

    /// A refusal in the middle leaves neither a session nor an item.
    @Test func aSessionIsStoredWholeOrNotAtAll() async throws {
        try await TestBroker.with { test in
            let township = try await test.caller("meili", .township)
            var wrong = ItemDraft(title: "二", channel: .meeting)
            wrong.category = "nowhere"
            let refused = Refusal.rule(Refusal.Rule(.unknownCategory, at: "/items/1/category", "nowhere"))
            await #expect(throws: refused) {
                try await test.broker.holdSession(
                    session([.new(ItemDraft(title: "一", channel: .meeting)), .new(wrong)]), by: township, Terms())
            }
            let rows = try await test.database.owner.query(
                "SELECT (SELECT count(*) FROM whistle.sessions) + (SELECT count(*) FROM whistle.items)")
            #expect(try rows[0].decode(0, as: Int.self) == 0)
            _ = try await test.broker.holdSession(
                session([.new(ItemDraft(title: "一", channel: .meeting))]), by: township, Terms())
            let stored = try await test.database.owner.query(
                """
                SELECT s.branch, s.members->>1, i.number, h.type FROM whistle.sessions AS s
                JOIN whistle.items AS i ON i.session_id = s.id JOIN whistle.history AS h ON h.type = 'session.held'
                """)
            #expect(stored.count == 1)
            #expect(try stored[0].decode(0, as: String.self) == "镇北支部")
            #expect(try stored[0].decode(1, as: String.self) == "李四")
        }
    }

    /// Two that take up the same item at once: one has it.
    @Test func anItemIsHeardOnOneOccasion() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let township = try await brokers[0].caller("meili", .township)
            let item = try await brokers[0].broker.hearItems(
                [ItemDraft(title: "路灯", channel: .grid)], by: township, Terms())[0]
            let taken = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<8 {
                    // Both brokers at once: the race is what is tested.
                    group.addTask {
                        do {
                            _ = try await brokers[index % 2].broker.holdSession(
                                session([.known(item.id)]), by: township, Terms())
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 1)
            let rows = try await brokers[0].database.owner.query("SELECT count(*) FROM whistle.sessions")
            #expect(try rows[0].decode(0, as: Int.self) == 1)
        }
    }

    /// A grid's one head, under a race.
    @Test func aGridHasOneHead() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let township = try await brokers[0].caller("meili", .township)
            var draft = AreaPlanDraft()
            draft.kind = .grid
            draft.grid = "镇北01"
            draft.area = "meili-zhenbei"
            draft.visitor = "网格长"
            draft.weekday = 5
            let wanted = draft
            let made = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<6 {
                    // Both brokers at once: the race is what is tested.
                    group.addTask {
                        do {
                            _ = try await brokers[index % 2].broker.planVisits(wanted, by: township, Terms())
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(made == 1)
        }
    }

    /// What an inspection sends back to work is written like any other change: history, events, a new round.
    @Test func aBadResultReopensAndIsChained() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise(departments: ["housing"])
            let housing = try await test.caller("housing", .department)
            let order = matter.orders[0].id
            _ = try await test.broker.receiveOrder(order, claim: nil, by: housing, Terms())
            _ = try await test.broker.reportIn(order, person: "李", note: nil, by: housing, Terms())
            let done = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
            _ = try await test.broker.resolveOrder(order, done, by: housing, Terms())
            let township = try await test.caller("meili", .township)
            var good = Evaluation()
            good.by = .raiser
            _ = try await test.broker.evaluateWhistle(matter.whistle.id, good, by: township, Terms())
            let supervisor = try await test.caller("supervision", .supervisor)
            var draft = InspectionDraft(method: .phone)
            draft.matters = [matter.whistle.id]
            draft.report.results = [
                SampleResult(
                    whistleID: matter.whistle.id, reached: true, solved: false, grade: nil, comment: "又坏了")
            ]
            let record = try await test.broker.inspect(draft, by: supervisor, Terms())
            #expect(record.inspection.sample[0].reopened)
            let now = try await test.broker.whistle(matter.whistle.id, for: supervisor)
            #expect(now.whistle.state == .reworking && now.orders[0].state == .reworking)
            let lines = try await test.broker.history(of: matter.whistle.id, for: supervisor, after: 0, limit: 50)
            #expect(lines.last?.type == "whistle.evaluated")
            #expect(lines.last?.body.text.contains(record.inspection.id.text) == true)
            for (one, next) in zip(lines, lines.dropFirst()) { #expect(next.previousHash == one.hash) }
        }
    }
}
