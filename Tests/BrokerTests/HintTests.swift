import Broker
import Domain
import Foundation
import TestSupport
import Testing

/// What a broker hears from others on its database. Nothing is found by asking here: that would take an hour.
@Suite(.timeLimit(.minutes(1))) struct HintTests {
    private func two(_ body: @escaping @Sendable (TestBroker, TestBroker) async throws -> Void) async throws {
        try await TestBroker.with(brokers: 2, polling: .seconds(3600)) { try await body($0[0], $0[1]) }
    }

    private func until(_ holds: () async throws -> Bool) async throws {
        while try await !holds() { await Task.yield() }
    }

    @Test func aTokenIsRevokedEverywhere() async throws {
        try await two { here, there in
            let admin = try await here.caller("admin", .admin)
            var issued: [IssuedToken] = []
            for name in ["ended", "other"] {
                issued.append(
                    try await here.broker.issueToken(
                        organization: "meili", role: .township, name: name, expiresAt: nil, by: admin, Terms()))
            }
            for token in issued { #expect(try await there.broker.authenticate(token.text) != nil) }
            _ = try await here.broker.revokeToken(issued[0].row.id, by: admin, Terms())
            #expect(try await here.broker.authenticate(issued[0].text) == nil)
            try await until { try await there.broker.authenticate(issued[0].text) == nil }
            #expect(try await there.broker.authenticate(issued[1].text) != nil)
        }
    }

    @Test func aPollHearsOfAnOrderRaisedElsewhere() async throws {
        try await two { here, there in
            let caller = try await there.caller("urban-management", .department)
            async let claimed = there.broker.claimOrders(
                of: "urban-management", maximum: 1, leaseSeconds: 600, wait: .seconds(3600), by: caller)
            try await until { there.broker.desks.waitingCount == 1 }
            let raised = try await here.raise()
            #expect(try await claimed.map(\.order.number) == raised.orders.map(\.number))
        }
    }

    @Test func aStreamHearsWhatAnotherRelayTold() async throws {
        try await two { here, there in
            let reader = there.broker.feedWatch.open("changshu") {}
            defer { reader.close() }
            async let wake = reader.wait(after: 0, for: .seconds(3600))
            _ = try await here.raise()
            #expect(try await here.broker.store.relay("changshu", limit: 10) == 1)
            here.broker.store.told.ring()
            #expect(await wake == .news)
        }
    }
}
