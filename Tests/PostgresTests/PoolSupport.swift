import Testing

@testable import Postgres

/// Runs `body` with a pool on the test database and shuts it down afterwards.
func withPool<R: Sendable>(
    _ change: (inout PostgresConfiguration) throws -> Void = { _ in }, isolation: isolated (any Actor)? = #isolation,
    _ body: (PostgresPool) async throws -> R
) async throws -> R {
    var configuration = PostgresConfiguration(connectionString: try TestServer.connectionString())
    try change(&configuration)
    let pool = PostgresPool(configuration)
    try pool.start()
    do {
        let value = try await body(pool)
        await pool.shutdown()
        return value
    } catch {
        await pool.shutdown()
        throw error
    }
}

/// Gives way to others until something has come true; the suites' time limit is what ends a vain wait.
func until(_ condition: () async throws -> Bool) async throws {
    while try await !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// The `PostgresError` that `body` throws.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

/// Waits until a statement with this text in it runs, or runs no more.
func untilRunning(_ marker: String, on pool: PostgresPool, _ isRunning: Bool = true) async throws {
    try await until {
        let rows = try await pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE \("%" + marker + "%")
            """)
        return try (rows[0].decode(0, as: Int.self) > 0) == isRunning
    }
}

/// Expects the pool to answer a statement.
func expectWorking(_ pool: PostgresPool) async throws {
    #expect(try await pool.query("SELECT \(7)")[0].decode(0, as: Int.self) == 7)
}
