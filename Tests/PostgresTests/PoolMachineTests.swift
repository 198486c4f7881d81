import Testing

@testable import Postgres

@Suite struct PoolMachineTests {
    private func machine(connections: Int = 2, waiters: Int = 100) -> PoolMachine<Int> {
        var configuration = PostgresConfiguration(connectionString: "")
        configuration.maximumConnections = connections
        configuration.maximumWaiters = waiters
        configuration.acquireTimeout = .seconds(5)
        configuration.minimumBackoff = .seconds(1)
        configuration.maximumBackoff = .seconds(4)
        return PoolMachine(configuration)
    }

    private func time(_ seconds: Int64) -> MonotonicTime {
        MonotonicTime(nanoseconds: seconds * 1_000_000_000)
    }

    @Test func opensAsManyAsAreWaitedFor() {
        var machine = machine(connections: 3)
        _ = machine.request(1, now: time(0))
        #expect(machine.connectionsToOpen(now: time(0)) == [1])
        #expect(machine.connectionsToOpen(now: time(0)) == [])
        for demand in 2...5 { _ = machine.request(demand, now: time(0)) }
        #expect(machine.connectionsToOpen(now: time(0)) == [2, 3])
        #expect(machine.connected(1) == 1)
        #expect(machine.connected(2) == 2)
        #expect(machine.free(1) == 3)
        #expect(machine.connectionsToOpen(now: time(0)) == [])
        #expect(machine.snapshot.waiting == 2)
    }

    @Test func backsOffExponentially() {
        var machine = machine()
        for demand in 1...2 { _ = machine.request(demand, now: time(0)) }
        let both = machine.connectionsToOpen(now: time(0))
        for connection in both {
            machine.connectFailed(connection, reason: "down", now: time(0), jitter: 0)
        }
        // Two failures at the same time count once.
        #expect(machine.nextDeadline == time(1))
        #expect(machine.connectionsToOpen(now: time(0)) == [])
        #expect(machine.connectionsToOpen(now: time(1)) == [3])
        machine.connectFailed(3, reason: "down", now: time(1), jitter: 0)
        #expect(machine.nextDeadline == time(3))
        #expect(machine.connectionsToOpen(now: time(3)) == [4])
        #expect(machine.connected(4) == 1)
        #expect(machine.connectionsToOpen(now: time(3)) == [5])
    }

    @Test func jitterShortensByUpToOneHalf() {
        var machine = machine()
        _ = machine.request(1, now: time(0))
        _ = machine.connectionsToOpen(now: time(0))
        machine.connectFailed(1, reason: "down", now: time(0), jitter: 1)
        #expect(machine.nextDeadline == MonotonicTime(nanoseconds: 500_000_000))
    }

    @Test func whoWaitedTooLongLearnsWhy() {
        var machine = machine()
        _ = machine.request(1, now: time(0))
        _ = machine.connectionsToOpen(now: time(0))
        machine.connectFailed(1, reason: "down", now: time(0), jitter: 0)
        #expect(machine.expire(now: time(4)).isEmpty)
        let expired = machine.expire(now: time(5))
        #expect(expired.map(\.0) == [1])
        #expect(expired.map(\.1) == [.cannotConnect(reason: "down")])
    }

    @Test func withdrawnWaitersKeepTheOthersInOrder() {
        var machine = machine(connections: 1)
        for demand in 1...5 { _ = machine.request(demand, now: time(0)) }
        _ = machine.connectionsToOpen(now: time(0))
        #expect(machine.withdraw { $0 == 3 } == 3)
        #expect(machine.withdraw { $0 == 3 } == nil)
        #expect(machine.connected(1) == 1)
        machine.requestAgain(1, now: time(0))
        #expect([machine.free(1), machine.free(1), machine.free(1), machine.free(1)] == [1, 2, 4, 5])
        #expect(machine.free(1) == nil)
        #expect(machine.snapshot.idle == 1)
    }

    @Test func aLineKeepsItsOrder() {
        var line = Line<Int>()
        var expected: [Int] = []
        for number in 0..<1000 {
            line.append(number)
            expected.append(number)
            if number % 3 != 0 {
                #expect(line.popFirst() == expected.removeFirst())
            }
        }
        #expect(line.remove { $0 == 900 } == 900)
        expected.removeAll { $0 == 900 }
        while let next = line.popFirst() {
            #expect(next == expected.removeFirst())
        }
        #expect(expected.isEmpty)
    }
}
