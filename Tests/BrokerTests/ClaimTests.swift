import Broker
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite struct ClaimTests {
    /// Two brokers on one database, many pollers: every order goes to exactly one of them, emergencies first.
    @Test func eachOrderIsClaimedOnce() async throws {
        try await TestBroker.with(brokers: 2) { brokers in
            let count = 600
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<count {
                    group.addTask {
                        _ = try await brokers[index % 2].raise(kind: index % 50 == 0 ? .emergency : .routine)
                    }
                }
                try await group.waitForAll()
            }
            let claimed = try await withThrowingTaskGroup(of: [ClaimGiven].self) { group in
                for poller in 0..<32 {
                    let test = brokers[poller % 2]
                    let caller = try await test.caller("urban-management", .department)
                    group.addTask {
                        var all: [ClaimGiven] = []
                        while true {
                            let some = try await test.broker.claimOrders(
                                of: "urban-management", maximum: 7, leaseSeconds: 600, wait: .zero, by: caller)
                            if some.isEmpty { return all }
                            all += some
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == count)
            #expect(Set(claimed.map(\.order.id)).count == count)
            #expect(Set(claimed.compactMap { $0.order.claim?.token }).count == count)
        }
    }

    @Test func emergenciesGoFirst() async throws {
        try await TestBroker.with { test in
            for index in 0..<10 { _ = try await test.raise(kind: index == 9 ? .emergency : .routine) }
            let caller = try await test.caller("urban-management", .department)
            let first = try await test.broker.claimOrders(
                of: "urban-management", maximum: 1, leaseSeconds: 60, wait: .zero, by: caller)
            #expect(first.first?.order.kind == .emergency)
        }
    }

    /// The lease is let run out by moving its end into the past: nothing waits.
    @Test func aLeaseThatRanOutComesBackAndItsTokenIsLost() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise()
            let caller = try await test.caller("urban-management", .department)
            let claimed = try await test.broker.claimOrders(
                of: "urban-management", maximum: 1, leaseSeconds: 60, wait: .zero, by: caller)
            let token = try #require(claimed.first?.order.claim?.token)
            _ = try await test.database.owner.query(
                "UPDATE whistle.orders SET lease_until = now() - interval '1 second'")
            #expect(try await test.broker.store.reapLeases(limit: 10).map(\.queue) == ["urban-management"])
            await #expect {
                try await test.broker.receiveOrder(matter.orders[0].id, claim: token, by: caller, Terms())
            } throws: { if case Refusal.claimLost = $0 { true } else { false } }
            let again = try await test.broker.claimOrders(
                of: "urban-management", maximum: 1, leaseSeconds: 60, wait: .zero, by: caller)
            #expect(again.first?.order.attempt == 2)
        }
    }

    /// The poll is waiting when the order comes; the arrival answers it.
    @Test func aWaitingPollIsAnsweredByAnArrival() async throws {
        try await TestBroker.with { test in
            let caller = try await test.caller("urban-management", .department)
            async let poll = test.broker.claimOrders(
                of: "urban-management", maximum: 5, leaseSeconds: 60, wait: .seconds(60), by: caller)
            let matter = try await test.raise()
            #expect(try await poll.map(\.order.id) == [matter.orders[0].id])
        }
    }

    @Test func aReleasedOrderIsFreeAgain() async throws {
        try await TestBroker.with { test in
            let matter = try await test.raise()
            let caller = try await test.caller("urban-management", .department)
            let claimed = try await test.broker.claimOrders(
                of: "urban-management", maximum: 1, leaseSeconds: 60, wait: .zero, by: caller)
            let token = try #require(claimed.first?.order.claim?.token)
            let order = matter.orders[0].id
            await #expect(throws: (any Error).self) {
                try await test.broker.receiveOrder(order, claim: nil, by: caller, Terms())
            }
            await #expect {
                try await test.broker.releaseOrder(order, claim: UUID(), by: caller)
            } throws: { if case Refusal.claimLost = $0 { true } else { false } }
            #expect(try await test.broker.releaseOrder(order, claim: token, by: caller).order(order)?.claim == nil)
            let received = try await test.broker.receiveOrder(order, claim: nil, by: caller, Terms())
            #expect(received.order(order)?.state == .received)
        }
    }

    @Test func aBatchOfReceiptsIsJudgedOneByOne() async throws {
        try await TestBroker.with { test in
            for _ in 0..<3 { _ = try await test.raise() }
            let caller = try await test.caller("urban-management", .department)
            let claimed = try await test.broker.claimOrders(
                of: "urban-management", maximum: 3, leaseSeconds: 60, wait: .zero, by: caller)
            var receipts: [(order: UUID, claim: UUID?)] = claimed.map { ($0.order.id, $0.order.claim?.token) }
            receipts[1].claim = UUID()
            receipts.append((UUID(), UUID()))
            let results = try await test.broker.receiveOrders(receipts, by: caller, Terms())
            let states = results.map { result -> String in
                switch result {
                case .success(let (_, order)): order.state.rawValue
                case .failure(.claimLost): "claimLost"
                case .failure(let refusal): "\(refusal)"
                }
            }
            #expect(states == ["received", "claimLost", "received", "notFound"])
        }
    }
}
