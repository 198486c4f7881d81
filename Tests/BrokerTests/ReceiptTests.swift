import Broker
import Domain
import Foundation
import Secrets
import Store
import TestSupport
import Testing

/// Receiving is decided on what a claim carried; whatever happened since must count all the same.
@Suite struct ReceiptTests {
    @Test func aReceiptLeavesAWholeChain() async throws {
        try await TestBroker.with { test in
            let matters = [try await test.raise(), try await test.raise()]
            let caller = try await test.caller("urban-management", .department)
            let receipts = try await test.claim(2, of: "urban-management")
            let results = try await test.broker.receiveOrders(receipts, by: caller, Terms())
            #expect(try results.map { try $0.get().1.state } == [.received, .received])
            for matter in matters { #expect(try await test.chain(of: matter) == 2) }
            let auditor = try await test.caller("supervision", .supervisor)
            #expect(try await test.broker.verifyHistory(for: auditor).firstBroken == nil)
        }
    }

    /// The other department received first, at another broker: the whistle's chain has moved on.
    @Test func whatHappenedToTheWhistleSinceIsReadAnew() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let matter = try await brokers[0].raise(departments: ["urban-management", "water"])
            let receipts = try await brokers[0].claim(1, of: "urban-management")
            let others = try await brokers[1].claim(1, of: "water")
            let water = try await brokers[1].caller("water", .department)
            let caller = try await brokers[0].caller("urban-management", .department)
            _ = try await brokers[1].broker.receiveOrders(others, by: water, Terms())
            let results = try await brokers[0].broker.receiveOrders(receipts, by: caller, Terms())
            #expect(try results[0].get().1.state == .received)
            #expect(try await brokers[0].chain(of: matter) == 3)
            let auditor = try await brokers[0].caller("supervision", .supervisor)
            #expect(try await brokers[0].broker.verifyHistory(for: auditor).firstBroken == nil)
        }
    }

    /// The lease ran out and another broker's poller has the order: the first one's token is lost.
    @Test func aClaimThatWentToAnotherBrokerIsLost() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let matter = try await brokers[0].raise()
            let caller = try await brokers[0].caller("urban-management", .department)
            let lost = try await brokers[0].claim(1, of: "urban-management")
            _ = try await brokers[0].database.owner.query(
                "UPDATE whistle.orders SET lease_until = now() - interval '1 second'")
            _ = try await brokers[0].broker.store.reapLeases(limit: 10)
            let held = try await brokers[1].claim(1, of: "urban-management")
            let refused = try await brokers[0].broker.receiveOrders(lost, by: caller, Terms())
            #expect { try refused[0].get() } throws: { if case Refusal.claimLost = $0 { true } else { false } }
            #expect(try await brokers[0].chain(of: matter) == 1)
            let received = try await brokers[1].broker.receiveOrders(held, by: caller, Terms())
            #expect(try received[0].get().1.state == .received)
        }
    }

    @Test func aReceiptGivenTwiceCountsOnce() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise()
            let caller = try await test.caller("urban-management", .department)
            let receipts = try await test.claim(1, of: "urban-management")
            let results = try await test.broker.receiveOrders(receipts + receipts, by: caller, Terms())
            #expect(try results.map { try $0.get().1.state } == [.received, .received])
            let again = try await test.broker.receiveOrders(receipts, by: caller, Terms())
            #expect(try again[0].get().1.version == (try results[0].get().1.version))
            #expect(try await test.chain(of: matter) == 2)
        }
    }

    /// One that is refused sends the whole batch the long way; its neighbours are received.
    @Test func aStrangersReceiptIsNotDecidedOnWhatWasHandedOut() async throws {
        try await TestBroker.with { test in
            _ = try await test.raise()
            let receipts = try await test.claim(1, of: "urban-management")
            let stranger = try await test.caller("water", .department)
            let results = try await test.broker.receiveOrders(receipts, by: stranger, Terms())
            #expect { try results[0].get() } throws: { if case Refusal.notFound = $0 { true } else { false } }
        }
    }
}

extension TestBroker {
    fileprivate func claim(_ count: Int, of queue: String) async throws -> [(order: UUID, claim: UUID?)] {
        try await broker.claimOrders(
            of: queue, maximum: count, leaseSeconds: 60, wait: .zero, by: try await caller(queue, .department)
        ).map { ($0.order.id, $0.order.claim?.token) }
    }

    /// The lines of a matter's history, whose hashes are computed anew and must follow one from the other.
    fileprivate func chain(of matter: Matter) async throws -> Int {
        let id = matter.whistle.id
        let lines = try await broker.store.history(of: id, department: nil, after: 0, limit: 100, in: "changshu")
        var previous = HistoryChain.start(id.text)
        for (index, line) in lines.enumerated() {
            #expect(line.sequence == index + 1)
            #expect(line.previousHash == previous)
            previous = HistoryChain.next(after: previous, body: line.body.bytes)
            #expect(line.hash == previous)
        }
        let stored = try await broker.whistle(id, for: try await caller("meili", .township))
        #expect(stored.whistle.headHash == previous)
        return lines.count
    }
}
