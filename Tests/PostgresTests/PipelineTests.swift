import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(1))) struct PipelineTests {
    @Test func resultsComeInOrder() async throws {
        try await withPool { pool in
            let results = try await pool.pipeline((0..<500).map { "SELECT \($0), \(String($0))" })
            #expect(try results.map { try $0[0].decode(0, as: Int.self) } == Array(0..<500))
            #expect(try await pool.pipeline([]).isEmpty)
        }
    }

    @Test func oneErrorUndoesEverythingAndSaysWhere() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            _ = try await pool.query("CREATE TABLE pipeline_errors (id int8 PRIMARY KEY)")
            let statements: [SQL] = [
                "INSERT INTO pipeline_errors VALUES (\(1))", "INSERT INTO pipeline_errors VALUES (\(2))",
                "INSERT INTO pipeline_errors VALUES (\(1))", "SELECT \("never prepared")",
            ]
            let error = await postgresError { _ = try await pool.pipeline(statements) }
            #expect(error?.sqlState == "23505")
            #expect(error?.statementIndex == 2)
            #expect(error?.constraint == "pipeline_errors_pkey")
            #expect(error?.isRetryable == false)
            #expect(error?.description.contains("(1)") == false)
            #expect(error?.debugDescription.contains("(1)") == true)
            // What was prepared is used again, and what was skipped is prepared now.
            #expect(try await pool.query("SELECT \("never prepared")")[0].decode(0) == "never prepared")
            _ = try await pool.query("INSERT INTO pipeline_errors VALUES (\(3))")
            let rows = try await pool.query("SELECT id FROM pipeline_errors")
            #expect(try rows.map { try $0.decode(0, as: Int.self) } == [3])
            try await until { pool.statistics.connects == 1 }
        }
    }

    @Test func anErrorWhilePreparingHasTheStatementsIndex() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for _ in 0..<2 {
                let error = await postgresError {
                    _ = try await pool.pipeline(["SELECT 1", "SELECT * FROM no_such_table", "SELECT 2"])
                }
                #expect(error?.sqlState == "42P01")
                #expect(error?.statementIndex == 1)
            }
            let error = await postgresError { _ = try await pool.query("SELEC 1") }
            #expect(error?.sqlState == "42601")
            #expect(error?.statementIndex == 0)
            try await expectWorking(pool)
        }
    }

    @Test func bigPipelinesAndParametersDoNotBlock() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let big = String(repeating: "大", count: 1_000_000)
            let results = try await pool.pipeline((0..<20).map { _ in "SELECT \(big)" })
            #expect(try results.allSatisfy { try $0[0].decode(0, as: String.self) == big })
            let many = try await pool.pipeline((0..<20_000).map { "SELECT \($0)" })
            #expect(many.count == 20_000)
        }
    }

    @Test func theStatementCacheStaysInBounds() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.statementCacheCapacity = 8
        }) { pool in
            let plain = SQL.init(stringLiteral:)
            for number in 0..<40 {
                #expect(try await pool.query(plain("SELECT \(number)"))[0].decode(0, as: Int.self) == number)
            }
            _ = try await pool.pipeline((0..<40).map { plain("SELECT \($0)") })
            let count = try await pool.query("SELECT count(*) FROM pg_prepared_statements")
            #expect(try count[0].decode(0, as: Int.self) <= 9)
            // Within one lent connection, too.
            try await pool.withConnection { connection in
                for number in 0..<40 {
                    _ = try await connection.query(plain("SELECT \(number)"))
                }
                let count = try await connection.query("SELECT count(*) FROM pg_prepared_statements")
                #expect(try count[0].decode(0, as: Int.self) <= 9)
            }
            try await until { pool.statistics.connects == 1 }
        }
    }

    @Test func aChangedTableHealsItsStatements() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            _ = try await pool.query("CREATE TABLE changing (a int8)")
            _ = try await pool.query("SELECT * FROM changing")
            _ = try await pool.query("ALTER TABLE changing ADD COLUMN b text")
            let error = await postgresError { _ = try await pool.query("SELECT * FROM changing") }
            #expect(error?.sqlState == "0A000")
            #expect(try await pool.query("SELECT * FROM changing").columns == ["a", "b"])
            _ = try await pool.query("DEALLOCATE ALL")
            _ = await postgresError { _ = try await pool.query("SELECT * FROM changing") }
            #expect(try await pool.query("SELECT * FROM changing").columns == ["a", "b"])
        }
    }

    @Test func whatCannotBeSentIsAnError() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let many = (0..<70_000).reduce(into: "SELECT 1" as SQL) { $0.append(parameter: $1) }
            let tooMany = await postgresError { _ = try await pool.query(many) }
            guard case .invalidStatement = tooMany else {
                Issue.record("\(String(describing: tooMany))")
                return
            }
            let copy = await postgresError { _ = try await pool.query("COPY (SELECT 1) TO STDOUT") }
            guard case .invalidStatement = copy else {
                Issue.record("\(String(describing: copy))")
                return
            }
            try await expectWorking(pool)
        }
    }
}
