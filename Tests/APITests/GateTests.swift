import Broker
import Domain
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import API

/// Whose address counts, how often, and who waits for whom.
@Suite struct GateTests {
    @Test(
        arguments: [
            ([], "192.0.2.1", "192.0.2.1"),
            // A peer that is no proxy is believed nothing.
            (["203.0.113.7"], "192.0.2.1", "192.0.2.1"),
            (["203.0.113.7"], "10.0.0.1", "203.0.113.7"),
            // What stands left of the first stranger from the right was written by whoever sent it.
            (["1.1.1.1, 203.0.113.7, 10.0.0.2"], "10.0.0.1", "203.0.113.7"),
            (["1.1.1.1", "203.0.113.7"], "10.0.0.1", "203.0.113.7"),
            (["10.0.0.3"], "10.0.0.1", "10.0.0.1"),
            ([" "], "10.0.0.1", ""),
        ] as [([String], String, String)])
    func theClientsAddressCounts(forwarded: [String], peer: String, client: String) async throws {
        try await TestBroker.with { test in
            let gate = Gate(broker: test.broker, attempts: FailedAttempts(allowed: 1)) { $0.hasPrefix("10.") }
            #expect(gate.clientAddress(forwarded, peer: peer) == client)
        }
    }

    @Test func attemptsAreCountedByAddressAndByPrefix() {
        let attempts = FailedAttempts(allowed: 2)
        let now = ContinuousClock.now
        func failed(_ address: String, _ prefix: String, after seconds: Int = 0) -> Int? {
            attempts.failed(address: address, prefix: prefix, at: now + .seconds(seconds))
        }
        #expect(failed("a", "p1") == nil && failed("a", "p2") == nil)
        #expect(failed("a", "p3", after: 20) == 41)
        #expect(failed("b", "p1", after: 20) == nil)
        #expect(failed("c", "p1", after: 20) == 41)
        // A minute later the count begins anew.
        #expect(failed("a", "p4", after: 61) == nil)
    }

    @Test func oneTokensRequestsWaitForEachOtherAndNobodyElse() async throws {
        let turnstile = Turnstile(processors: 3)
        let route = try #require(Route.all.first { $0.template == "/v1/whistles/{id}" && $0.method == .get })
        let poll = try #require(Route.all.first { $0.template == "/v1/departments/{code}/queue/claim" })
        let busy = Caller(district: "d", organization: "a", role: .department, token: UUID())
        let other = Caller(district: "d", organization: "b", role: .department, token: UUID())
        let figures = Figures()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                // A request of the busy token, held until the gate is opened.
                group.addTask {
                    try await turnstile.pass(busy, route) {
                        figures.enter()
                        while !figures.isOpen { await Task.yield() }
                        figures.leave()
                    }
                }
            }
            while figures.inside < 2 { await Task.yield() }
            // Its neighbour passes, and so does its own poll, which waits by itself.
            try await turnstile.pass(other, route) { #expect(figures.done == 0) }
            try await turnstile.pass(busy, poll) { #expect(figures.done == 0) }
            figures.open()
            try await group.waitForAll()
        }
        #expect(figures.done == 20 && figures.most == 2)
    }
}

/// How many are inside, were at the most, and are done.
private final class Figures: Sendable {
    private struct State {
        var inside = 0
        var most = 0
        var done = 0
        var isOpen = false
    }

    private let state = Mutex(State())

    var inside: Int { state.withLock { $0.inside } }
    var most: Int { state.withLock { $0.most } }
    var done: Int { state.withLock { $0.done } }
    var isOpen: Bool { state.withLock { $0.isOpen } }

    func open() { state.withLock { $0.isOpen = true } }

    func enter() {
        state.withLock { state in
            state.inside += 1
            state.most = max(state.most, state.inside)
        }
    }

    func leave() {
        state.withLock { state in
            state.inside -= 1
            state.done += 1
        }
    }
}
