import Synchronization
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(1))) struct WaitingTests {
    /// Holds the pool's only connection until `release` is called.
    private func holding(
        _ pool: PostgresPool, _ body: (_ release: @Sendable () -> Void) async throws -> Void
    ) async throws {
        let (gate, release) = AsyncStream<Void>.makeStream()
        // The statistics may still count a statement that was just answered: the holder itself says when it holds.
        let (held, holds) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { holds.finish() }
                try await pool.withConnection { _ in
                    holds.finish()
                    for await _ in gate {}
                }
            }
            for await _ in held {}
            try await body { release.finish() }
            release.finish()
            try await group.waitForAll()
        }
    }

    @Test func tooManyWaitersAreRefused() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.maximumWaiters = 2
        }) { pool in
            try await holding(pool) { release in
                async let first = pool.query("SELECT 1")
                async let second = pool.query("SELECT 2")
                try await until { pool.statistics.waiting == 2 }
                await #expect(throws: PostgresError.poolExhausted) { try await pool.query("SELECT 3") }
                await #expect(throws: PostgresError.poolExhausted) { try await pool.withConnection { _ in } }
                release()
                #expect(try await first.count == 1)
                #expect(try await second.count == 1)
                try await until { pool.statistics.refusals == 2 }
            }
        }
    }

    @Test func waitersAreServedInOrder() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            _ = try await pool.query("CREATE TABLE waiting_order (place serial, number int8)")
            try await holding(pool) { release in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            _ = try await pool.query("INSERT INTO waiting_order (number) VALUES (\(number))")
                        }
                        try await until { pool.statistics.waiting == number + 1 }
                    }
                    release()
                    try await group.waitForAll()
                }
            }
            let rows = try await pool.query("SELECT number FROM waiting_order ORDER BY place")
            #expect(try rows.map { try $0.decode(0, as: Int.self) } == Array(0..<20))
        }
    }

    @Test func aCancelledWaiterIsFreedAtOnce() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.acquireTimeout = .seconds(600)
        }) { pool in
            try await holding(pool) { _ in
                let waiter = Task { try await pool.query("SELECT 1") }
                let lender = Task { try await pool.transaction { try await $0.query("SELECT 1") } }
                try await until { pool.statistics.waiting == 2 }
                waiter.cancel()
                lender.cancel()
                await #expect(throws: PostgresError.cancelled) { try await waiter.value }
                await #expect(throws: PostgresError.cancelled) { try await lender.value }
                try await until { pool.statistics.waiting == 0 }
                let late = Task {
                    try await until { Task.isCancelled }
                    return try await pool.query("SELECT 1")
                }
                late.cancel()
                _ = await late.result
            }
            try await expectWorking(pool)
        }
    }

    @Test func waitingTimesOut() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.acquireTimeout = .milliseconds(20)
        }) { pool in
            // Connecting may itself take longer than that.
            try await until { await postgresError { try await expectWorking(pool) } == nil }
            let before = pool.statistics.acquireTimeouts
            try await holding(pool) { _ in
                await #expect(throws: PostgresError.acquireTimedOut) { try await pool.query("SELECT 1") }
                await #expect(throws: PostgresError.acquireTimedOut) { try await pool.withConnection { _ in } }
                let error = await postgresError {
                    try await pool.transaction { transaction in
                        _ = try? await transaction.query("SELECT 1")
                        // Without a BEGIN nothing else may run.
                        _ = try await transaction.query("SELECT 2")
                    }
                }
                #expect(error == .acquireTimedOut)
            }
            try await until { pool.statistics.acquireTimeouts == before + 3 }
        }
    }

    @Test func manyTasksShareFewConnections() async throws {
        try await withPool({ $0.maximumConnections = 8 }) { pool in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<64 {
                    group.addTask {
                        var sum = 0
                        for number in 0..<200 {
                            sum += try await pool.query("SELECT \(task * 200 + number)")[0].decode(0, as: Int.self)
                        }
                        return sum
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == (0..<12_800).reduce(0, +))
            #expect(pool.statistics.connects <= 8)
            try await until { pool.statistics.statements == 12_800 }
        }
    }

    @Test func shutdownWaitsForLentConnectionsAndRefusesTheRest() async throws {
        let pool = PostgresPool(PostgresConfiguration(connectionString: try TestServer.connectionString()))
        await #expect(throws: PostgresError.notStarted) { try await pool.query("SELECT 1") }
        try pool.start()
        #expect(throws: PostgresError.shutDown) { try pool.start() }
        let (isShuttingDown, hasBegun) = AsyncStream<Void>.makeStream()
        let answer = Task {
            try await pool.withConnection { connection in
                for await _ in isShuttingDown {}
                return try await connection.query("SELECT 5")[0].decode(0, as: Int.self)
            }
        }
        try await until { pool.statistics.lent == 1 }
        let shutdown = Task { await pool.shutdown() }
        try await until { await postgresError { _ = try await pool.query("SELECT 1") } == .shutDown }
        hasBegun.finish()
        #expect(try await answer.value == 5)
        await shutdown.value
        try await until { pool.statistics.open == 0 }
        await #expect(throws: PostgresError.shutDown) { try await pool.query("SELECT 1") }
        await pool.shutdown()
    }

    @Test func shutdownLosesPatience() async throws {
        try await withPool({ $0.shutdownTimeout = .milliseconds(20) }) { pool in
            let sleeper = Task { try await pool.query("SELECT pg_sleep(600)") }
            try await until { pool.statistics.lent == 1 }
            await pool.shutdown()
            await #expect(throws: PostgresError.shutDown) { try await sleeper.value }
        }
    }

    @Test func aPoolThatIsDroppedEndsItsThread() async throws {
        weak var weakly: PostgresPool?
        do {
            let pool = PostgresPool(PostgresConfiguration(connectionString: try TestServer.connectionString()))
            try pool.start()
            _ = try await pool.query("SELECT 1")
            weakly = pool
        }
        #expect(weakly == nil)
    }
}
