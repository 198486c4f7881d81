import Broker
import Domain
import Foundation
import Postgres
import Secrets
import Store
import TestSupport
import Testing

@Suite struct IntakeTests {
    @Test func whatIsRaisedTogetherIsStoredOnceEach() async throws {
        try await TestBroker.with { test in
            let numbers = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<200 { group.addTask { try await test.raise("第\(index)件").whistle.number } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(numbers).count == 200)
            let rows = try await test.database.owner.query(
                """
                SELECT (SELECT count(*) FROM whistle.whistles), (SELECT count(*) FROM whistle.orders),
                    (SELECT count(*) FROM whistle.items), (SELECT count(*) FROM whistle.history),
                    (SELECT count(*) FROM whistle.outbox)
                """)
            for column in 0..<5 { #expect(try rows[0].decode(column, as: Int.self) == 200) }
        }
    }

    /// A title that only the database refuses stands for any poison: its neighbours are stored.
    @Test func aPoisonOneHurtsNoNeighbour() async throws {
        try await TestBroker.with { test in
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
                for index in 0..<60 {
                    let title = index % 20 == 7 ? String(repeating: "长", count: 300) : "好\(index)"
                    group.addTask { (index, (try? await test.raise(title)) != nil) }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            for (index, stored) in outcomes { #expect(stored == (index % 20 != 7), "\(index)") }
            let rows = try await test.database.owner.query("SELECT count(*) FROM whistle.whistles")
            #expect(try rows[0].decode(0, as: Int.self) == 57)
        }
    }

    @Test func townshipsTakeTurns() async throws {
        try await TestBroker.with { test in
            for _ in 0..<6 { _ = try await test.raise(by: "meili") }
            for _ in 0..<2 { _ = try await test.raise(by: "yushan") }
            let caller = try await test.caller("urban-management", .department)
            let claimed = try await test.broker.claimOrders(
                of: "urban-management", maximum: 8, leaseSeconds: 60, wait: .zero, by: caller)
            #expect(claimed.prefix(4).filter { $0.order.township == "yushan" }.count == 2)
            #expect(claimed.count == 8)
        }
    }

    @Test func anItemIsCarriedOnce() async throws {
        try await TestBroker.with { test in
            let township = try await test.caller("meili", .township)
            let items = try await test.broker.hearItems(
                [ItemDraft(title: "路灯不亮", channel: .grid)], by: township, Terms())
            var draft = WhistleDraft(id: .version7(), number: "", title: "路灯", category: "walls")
            draft.items = [items[0].id]
            let matter = try await test.broker.raiseWhistle(draft, by: township, Terms())
            #expect(try await test.broker.item(items[0].id, for: township).whistleID == matter.whistle.id)
            draft.id = .version7()
            await #expect(throws: Refusal.self) { try await test.broker.raiseWhistle(draft, by: township, Terms()) }
        }
    }

    @Test func theHistoryIsAChainOverItsOwnText() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise(category: "walls")
            let department = try await test.caller("urban-management", .department)
            let order = matter.orders[0].id
            _ = try await test.broker.receiveOrder(order, claim: nil, by: department, Terms())
            _ = try await test.broker.reportIn(order, person: "李", note: nil, by: department, Terms())
            let centre = try await test.caller("command-centre", .commandCentre)
            let lines = try await test.broker.history(of: matter.whistle.id, for: centre, after: 0, limit: 100)
            #expect(lines.map(\.type) == ["whistle.raised", "order.received", "order.reported"])
            var previous = HistoryChain.start(matter.whistle.id.uuidString.lowercased())
            for line in lines {
                #expect(line.previousHash == previous)
                previous = HistoryChain.next(after: previous, body: line.body.bytes)
                #expect(line.hash == previous)
            }
        }
    }
}
