import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(1))) struct TransactionTests {
    private struct Refusal: Error {}

    private func count(_ table: SQL, on pool: PostgresPool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM \(sql: table)")[0].decode(0)
    }

    @Test func commitsOnReturnAndRollsBackOnThrow() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            _ = try await pool.query("CREATE TABLE transactions_basic (id int8)")
            let value = try await pool.transaction { transaction in
                _ = try await transaction.query("INSERT INTO transactions_basic VALUES (1)")
                let rows = try await transaction.pipeline(["INSERT INTO transactions_basic VALUES (2)", "SELECT 7"])
                return try rows[1][0].decode(0, as: Int.self)
            }
            #expect(value == 7)
            #expect(try await count("transactions_basic", on: pool) == 2)
            await #expect(throws: Refusal.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("DELETE FROM transactions_basic")
                    throw Refusal()
                }
            }
            #expect(try await count("transactions_basic", on: pool) == 2)
            try await until { pool.statistics.connects == 1 }
        }
    }

    @Test func beginsLazily() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.transaction { _ in }
            try await pool.transaction { _ = try await $0.commit() }
            await #expect(throws: Refusal.self) { try await pool.transaction { _ in throw Refusal() } }
            try await until { pool.statistics.connects == 0 }
            try await until { pool.statistics.statements == 0 }
        }
    }

    @Test func settingsComeBeforeTheFirstStatement() async throws {
        try await withPool { pool in
            let setting: SQL = "SELECT set_config('whistle.tenant', \("公司"), true)"
            let tenant = try await pool.transaction(settings: ["SET TRANSACTION READ ONLY", setting]) { transaction in
                try await transaction.query(
                    "SELECT current_setting('whistle.tenant'), current_setting('transaction_read_only')")[0]
            }
            #expect(try tenant.decode(0) == "公司")
            #expect(try tenant.decode(1) == "on")
            let error = await postgresError {
                try await pool.transaction(settings: ["SET LOCAL no_such_setting = 1"]) { transaction in
                    _ = try await transaction.query("SELECT 1")
                }
            }
            #expect(error?.sqlState == "42704")
            #expect(error?.statementIndex == nil)
        }
    }

    @Test func commitsWithTheLastStatements() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            _ = try await pool.query("CREATE TABLE transactions_last (id int8 PRIMARY KEY)")
            try await pool.transaction { transaction in
                let rows = try await transaction.commit(with: ["INSERT INTO transactions_last VALUES (1)", "SELECT 5"])
                #expect(rows.count == 2)
                #expect(rows[0].affected == 1)
                #expect(try rows[1][0].decode(0, as: Int.self) == 5)
                await #expect(throws: PostgresError.leaseEnded) { try await transaction.query("SELECT 1") }
                // The connection is free already, the only one there is.
                #expect(try await count("transactions_last", on: pool) == 1)
            }
            let error = await postgresError {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("INSERT INTO transactions_last VALUES (2)")
                    _ = try await transaction.commit(with: [
                        "SELECT 1", "INSERT INTO transactions_last VALUES (1)", "SELECT 2",
                    ])
                }
            }
            #expect(error?.sqlState == "23505")
            #expect(error?.statementIndex == 1)
            #expect(try await count("transactions_last", on: pool) == 1)
            try await until { pool.statistics.connects == 1 }
        }
    }

    @Test func aSwallowedErrorDoesNotLookLikeACommit() async throws {
        try await withPool { pool in
            let error = await postgresError {
                try await pool.transaction { transaction in
                    _ = try? await transaction.query("SELECT 1 / 0")
                    let next = await postgresError { _ = try await transaction.query("SELECT 1") }
                    #expect(next?.sqlState == "25P02")
                }
            }
            #expect(error == .transactionRolledBack)
            try await expectWorking(pool)
        }
    }

    @Test func deferredConstraintsFailTheCommit() async throws {
        try await withPool { pool in
            _ = try await pool.query(
                "CREATE TABLE transactions_deferred (id int8 UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            let error = await postgresError {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("INSERT INTO transactions_deferred VALUES (1), (1)")
                }
            }
            #expect(error?.sqlState == "23505")
            #expect(error?.statementIndex == nil)
            #expect(try await count("transactions_deferred", on: pool) == 0)
        }
    }

    @Test func concurrentFirstStatementsShareOneTransaction() async throws {
        try await withPool { pool in
            let identities = try await pool.transaction { transaction in
                try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<20 {
                        group.addTask { try await transaction.query("SELECT pg_current_xact_id()::text")[0].decode(0) }
                    }
                    return try await group.reduce(into: Set<String>()) { $0.insert($1) }
                }
            }
            #expect(identities.count == 1)
        }
    }

    @Test func anOpenTransactionIsRolledBackOnReturn() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            _ = try await pool.query("CREATE TABLE transactions_left (id int8)")
            let leaked = try await pool.withConnection { connection in
                _ = try await connection.query("BEGIN")
                _ = try await connection.query("INSERT INTO transactions_left VALUES (1)")
                return connection
            }
            await #expect(throws: PostgresError.leaseEnded) { try await leaked.query("SELECT 1") }
            _ = try await pool.query("BEGIN")
            #expect(try await count("transactions_left", on: pool) == 0)
            try await until { pool.statistics.connects == 1 }
        }
    }

    @Test func serializationFailuresAreRetryable() async throws {
        try await withPool { pool in
            _ = try await pool.query("CREATE TABLE transactions_serial AS SELECT 1::int8 AS n")
            let error = await postgresError {
                let settings: [SQL] = ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"]
                try await pool.transaction(settings: settings) { transaction in
                    _ = try await transaction.query("SELECT n FROM transactions_serial")
                    _ = try await pool.query("UPDATE transactions_serial SET n = n + 1")
                    _ = try await transaction.query("UPDATE transactions_serial SET n = n + 1")
                }
            }
            #expect(error?.sqlState == "40001")
            #expect(error?.isRetryable == true)
            #expect(error?.isOutcomeUnknown == false)
        }
    }

    @MainActor
    @Test func bodiesKeepTheirActor() async throws {
        try await withPool { pool in
            var touched = 0
            try await pool.transaction { transaction in
                MainActor.assertIsolated()
                _ = try await transaction.query("SELECT 1")
                touched += 1
            }
            #expect(touched == 1)
        }
    }
}
