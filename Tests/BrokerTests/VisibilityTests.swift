import Broker
import Domain
import Foundation
import Store
import TestSupport
import Testing

@Suite struct VisibilityTests {
    @Test func whoIsNotConcernedFindsNothing() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise()
            let id = matter.whistle.id
            for (organization, role, sees) in [
                ("meili", Role.township, true), ("yushan", .township, false), ("urban-management", .department, true),
                ("police", .department, false), ("command-centre", .commandCentre, true),
                ("command-centre", .observer, true), ("supervision", .supervisor, true),
                ("meili-zhenbei", .community, false),
            ] {
                let caller = try await test.caller(organization, role)
                let found = try? await test.broker.whistle(id, for: caller)
                #expect((found != nil) == sees, "\(organization)")
                let listed = try await test.broker.whistles(WhistleFilter(), for: caller, before: nil, limit: 50)
                #expect(listed.contains { $0.whistle.id == id } == sees, "\(organization)")
            }
        }
    }

    @Test func contactsAreForRaiserCentreAndWhoReceived() async throws {
        try await TestBroker.with { test in
            let township = try await test.caller("meili", .township)
            var draft = WhistleDraft(id: .version7(), number: "", title: "墙皮", category: "walls")
            draft.contact = Contact(name: "张三", phone: "13800000000")
            let matter = try await test.broker.raiseWhistle(draft, by: township, Terms())
            let housing = try await test.caller("housing", .department)
            func shown(_ caller: Caller) async throws -> Contact? {
                let matter = try await test.broker.whistle(draft.id, for: caller)
                return try await test.broker.contacts(of: [matter], for: caller)[draft.id]
            }
            #expect(try await shown(township)?.phone == "13800000000")
            #expect(try await shown(test.caller("command-centre", .commandCentre))?.name == "张三")
            #expect(try await shown(test.caller("command-centre", .observer)) == nil)
            #expect(try await shown(housing) == nil)
            _ = try await test.broker.receiveOrder(matter.orders[0].id, claim: nil, by: housing, Terms())
            #expect(try await shown(housing)?.phone == "13800000000")
            // Nowhere in the clear.
            let rows = try await test.database.owner.query(
                """
                SELECT (SELECT string_agg(body, '') FROM whistle.history) || (SELECT string_agg(events::text, '') FROM whistle.outbox)
                    || (SELECT string_agg(encode(phone, 'escape'), '') FROM whistle.contacts)
                """)
            #expect(try !rows[0].decode(0, as: String.self).contains("13800000000"))
        }
    }

    @Test func aDepartmentReadsItsOwnLinesAndTheWhistles() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise(departments: ["housing", "police"])
            for order in matter.orders {
                let caller = try await test.caller(order.department, .department)
                _ = try await test.broker.receiveOrder(order.id, claim: nil, by: caller, Terms())
            }
            let police = try await test.caller("police", .department)
            let own = try await test.broker.history(of: matter.whistle.id, for: police, after: 0, limit: 10)
            #expect(own.map(\.department) == [nil, "police"])
            let township = try await test.caller("meili", .township)
            let whole = try await test.broker.history(of: matter.whistle.id, for: township, after: 0, limit: 10)
            #expect(whole.count == 3)
        }
    }

    @Test func keysAreAnsweredOnceUnderARace() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let outcomes = await withTaskGroup(of: String.self) { group in
                for index in 0..<24 {
                    let test = brokers[index % 2]
                    group.addTask {
                        do {
                            let caller = try await test.caller("meili", .township)
                            let draft = WhistleDraft(id: .version7(), number: "", title: "同一件", category: "walls")
                            let once = try await test.broker.once("k", fingerprint: [1], by: caller) {
                                try await test.broker.raiseWhistle(
                                    draft, by: caller,
                                    Terms { matter in
                                        Remembered(
                                            organization: "meili", key: "k", fingerprint: [1], status: 201,
                                            location: nil, body: "\"\(matter.whistle.number)\"")
                                    }
                                ).whistle.number
                            }
                            switch once {
                            case .done(let number): return "\"\(number)\""
                            case .replayed(let answer): return answer.body
                            }
                        } catch BrokerError.keyInFlight { return "in flight" } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            let rows = try await brokers[0].database.owner.query("SELECT count(*) FROM whistle.whistles")
            #expect(try rows[0].decode(0, as: Int.self) == 1)
            #expect(outcomes.subtracting(["in flight"]).count == 1)
        }
    }
}
