import Foundation
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(1))) struct FailureTests {
    @Test func cancellingARunningQueryFreesTheCaller() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await withPool { observer in
                let process = try await pool.query("SELECT pg_backend_pid()")[0].decode(0, as: Int.self)
                let sleeper = Task { try await pool.query("SELECT pg_sleep(600), 'cancelled alone'") }
                try await untilRunning("cancelled alone", on: observer)
                sleeper.cancel()
                await #expect(throws: PostgresError.cancelled) { try await sleeper.value }
                let after = try await pool.query("SELECT pg_backend_pid()")[0].decode(0, as: Int.self)
                #expect(after == process)
                try await untilRunning("cancelled alone", on: observer, false)
            }
        }
    }

    @Test func cancellingInATransactionRollsItBack() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await withPool { observer in
                _ = try await pool.query("CREATE TABLE failures_cancel (id int8)")
                let sleeper = Task {
                    try await pool.transaction { transaction in
                        _ = try await transaction.query("INSERT INTO failures_cancel VALUES (1)")
                        _ = try await transaction.query("SELECT pg_sleep(600), 'cancelled inside'")
                    }
                }
                try await untilRunning("cancelled inside", on: observer)
                sleeper.cancel()
                await #expect(throws: PostgresError.cancelled) { try await sleeper.value }
                #expect(try await pool.query("SELECT count(*) FROM failures_cancel")[0].decode(0, as: Int.self) == 0)
                try await until { pool.statistics.connects == 1 }
            }
        }
    }

    @Test func aLentConnectionOutlivesACancelledQuery() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await withPool { observer in
                try await pool.withConnection { connection in
                    let sleeper = Task { try await connection.query("SELECT pg_sleep(600), 'cancelled lent'") }
                    try await untilRunning("cancelled lent", on: observer)
                    let waiting = Task { try await connection.query("SELECT 3") }
                    sleeper.cancel()
                    await #expect(throws: PostgresError.cancelled) { try await sleeper.value }
                    #expect(try await waiting.value.count == 1)
                    #expect(try await connection.query("SELECT 4").count == 1)
                }
            }
        }
    }

    @Test func manyCancellationsLeaveThePoolWhole() async throws {
        try await withPool({ $0.maximumConnections = 4 }) { pool in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let task = Task { try await pool.query("SELECT pg_sleep(0.001), \(number)") }
                        if number % 3 == 0 { await Task.yield() }
                        task.cancel()
                        _ = await task.result
                    }
                }
            }
            for number in 0..<50 {
                #expect(try await pool.query("SELECT \(number)")[0].decode(0, as: Int.self) == number)
            }
            try await until { pool.statistics.lent == 0 }
            try await until { pool.statistics.lostConnections == 0 }
        }
    }

    @Test func aKilledBackendIsAnErrorAndThePoolHeals() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await withPool { observer in
                let process = try await pool.query("SELECT pg_backend_pid()")[0].decode(0, as: Int32.self)
                let sleeper = Task { try await pool.query("SELECT pg_sleep(600), 'killed'") }
                try await untilRunning("killed", on: observer)
                _ = try await observer.query("SELECT pg_terminate_backend(\(process))")
                let error = await postgresError { _ = try await sleeper.value }
                #expect(error?.sqlState == "57P01")
                #expect(error?.isRetryable == true)
                #expect(error?.isOutcomeUnknown == true)
                let after = try await pool.query("SELECT pg_backend_pid()")[0].decode(0, as: Int32.self)
                #expect(after != process)
                try await until { pool.statistics.lostConnections == 1 }
            }
        }
    }

    @Test func aBackendKilledWhileIdleIsReplaced() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await withPool { observer in
                for _ in 0..<5 {
                    let process = try await pool.query("SELECT pg_backend_pid()")[0].decode(0, as: Int32.self)
                    let lost = pool.statistics.lostConnections
                    _ = try await observer.query("SELECT pg_terminate_backend(\(process))")
                    try await until { pool.statistics.lostConnections > lost }
                    try await expectWorking(pool)
                }
            }
        }
    }

    @Test func aTransactionWhoseConnectionDiedRunsNothingElse() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await withPool { observer in
                let error = await postgresError {
                    try await pool.transaction { transaction in
                        let rows = try await transaction.query("SELECT pg_backend_pid()")
                        let process = try rows[0].decode(0, as: Int32.self)
                        _ = try await observer.query("SELECT pg_terminate_backend(\(process))")
                        try await until { pool.statistics.lostConnections == 1 }
                        _ = try await transaction.query("SELECT 1")
                    }
                }
                #expect(error == .connectionLost(whileRunning: false))
                try await expectWorking(pool)
            }
        }
    }

    @Test func aServerThatIsDownIsAnError() async throws {
        let string = try TestServer.connectionString(adding: [("host", "/nonexistent"), ("password", "secret")])
        var configuration = PostgresConfiguration(connectionString: string)
        configuration.acquireTimeout = .milliseconds(50)
        configuration.minimumBackoff = .milliseconds(5)
        let pool = PostgresPool(configuration)
        try pool.start()
        let error = await postgresError { _ = try await pool.query("SELECT 1") }
        guard case .cannotConnect = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isRetryable == true)
        #expect(error?.debugDescription.contains("secret") == false)
        try await until { pool.statistics.connectFailures > 0 }
        await pool.shutdown()
    }

    @Test func theSecondOfSeveralHostsIsTried() async throws {
        let host = try TestServer.host()
        try await withPool({
            $0.connectionString = try TestServer.connectionString(adding: [
                ("host", "/nonexistent,\(host)"), ("target_session_attrs", "read-write"),
            ])
        }) { pool in
            try await expectWorking(pool)
            try await until { pool.statistics.connectFailures == 0 }
        }
    }

    @Test func aHostThatNeverAnswersIsPassedOver() async throws {
        let silent = try SilentServer()
        let host = try TestServer.host()
        try await withPool({
            $0.connectionString = try TestServer.connectionString(adding: [("host", "\(silent.folder),\(host)")])
            $0.connectTimeout = .milliseconds(50)
            $0.minimumBackoff = .milliseconds(1)
        }) { pool in
            try await expectWorking(pool)
            try await until { pool.statistics.connectFailures >= 1 }
        }
        silent.close()
    }

    @Test func startupSettingsApply() async throws {
        try await withPool({
            $0.role = "pg_monitor"
            $0.applicationName = "the tests"
            $0.settings = [("statement_timeout", "7s"), ("whistle.words", "two words\\")]
        }) { pool in
            let row = try await pool.query(
                """
                SELECT current_user, current_setting('application_name'), current_setting('statement_timeout'),
                    current_setting('whistle.words')
                """)[0]
            let values = try (0..<4).map { try row.decode($0, as: String.self) }
            #expect(values == ["pg_monitor", "the tests", "7s", "two words\\"])
        }
    }

    @Test func nonsenseInTheConnectionStringIsRefused() {
        let pool = PostgresPool(PostgresConfiguration(connectionString: "postgres://user:secret@[host"))
        let error = #expect(throws: PostgresError.self) { try pool.start() }
        #expect(error?.debugDescription.contains("secret") == false)
    }
}
