import Foundation
import Postgres
import Schema
import Store
import TestSupport
import Testing

/// The schema's own rules: who sees what, which keys, which plans.
@Suite struct SchemaTests {
    @Test func withoutADistrictNothingIsSeen() async throws {
        let database = try await TestCluster.get().database()
        let tables = try await tables(database)
        #expect(tables.count >= 18)
        for table in tables {
            let rows = try await database.owner.query(
                SQL(stringLiteral: "SELECT has_table_privilege('whistle_broker', 'whistle.\(table)', 'SELECT')"))
            guard try rows[0].decode(0, as: Bool.self) else { continue }
            let seen = try await database.broker.query(SQL(stringLiteral: "SELECT count(*) FROM whistle.\(table)"))
            #expect(try seen[0].decode(0, as: Int.self) == 0, "\(table)")
            let other = try await database.broker.pipeline([
                "SELECT set_config('whistle.district', 'elsewhere', true)",
                SQL(stringLiteral: "SELECT count(*) FROM whistle.\(table)"),
            ])
            #expect(try other[1][0].decode(0, as: Int.self) == 0, "\(table)")
        }
        // And with the district the broker does see its organizations: the walls are not just a lack of rights.
        let own = try await database.broker.pipeline([
            "SELECT set_config('whistle.district', 'changshu', true)", "SELECT count(*) FROM whistle.organizations",
        ])
        #expect(try own[1][0].decode(0, as: Int.self) > 20)
        await database.close()
    }

    @Test func nothingCanBeWrittenIntoAnotherDistrict() async throws {
        let database = try await TestCluster.get().database()
        await #expect(throws: PostgresError.self) {
            try await database.broker.pipeline([
                "SELECT set_config('whistle.district', 'elsewhere', true)",
                "INSERT INTO whistle.outbox (district_id, subject_id, at, shared, events, size) VALUES ('changshu', gen_random_uuid(), now(), '{}', '[]', 1)",
            ])
        }
        await database.close()
    }

    @Test func theBrokersLoginsOwnNothingAndBypassNothing() async throws {
        let database = try await TestCluster.get().database()
        let rows = try await database.owner.query(
            """
            SELECT r.rolname FROM pg_roles AS r WHERE r.rolname IN ('whistle_broker', 'whistle_loops')
            AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb
                OR EXISTS (SELECT 1 FROM pg_class AS c WHERE c.relowner = r.oid))
            """)
        #expect(rows.isEmpty)
        await database.close()
    }

    /// Citus could distribute every table by district without a change.
    @Test func everyKeyHoldsTheDistrict() async throws {
        let database = try await TestCluster.get().database()
        let rows = try await database.owner.query(
            """
            SELECT c.conrelid::regclass::text || ': ' || c.conname FROM pg_constraint AS c
            JOIN pg_class AS t ON t.oid = c.conrelid JOIN pg_namespace AS n ON n.oid = t.relnamespace
            WHERE n.nspname = 'whistle' AND c.contype IN ('p', 'u', 'f') AND t.relname <> 'calendars' AND NOT EXISTS (
                SELECT 1 FROM unnest(c.conkey) AS k JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k
                WHERE a.attname = 'district_id')
            """)
        #expect(try rows.map { try $0.decode(0, as: String.self) } == [])
        let open = try await database.owner.query(
            """
            SELECT t.relname FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace
            WHERE n.nspname = 'whistle' AND t.relkind IN ('r', 'p') AND NOT t.relispartition AND NOT t.relrowsecurity
            """)
        #expect(try open.map { try $0.decode(0, as: String.self) } == [])
        await database.close()
    }

    @Test func claimingReadsThePartialIndex() async throws {
        let database = try await TestCluster.get().database()
        let plan = try await database.owner.pipeline([
            "SET LOCAL enable_seqscan = off",
            """
            EXPLAIN SELECT r.id FROM whistle.orders AS r WHERE r.district_id = 'changshu' AND r.department = 'water'
            AND r.state = 'queued' AND r.claim_token IS NULL
            AND (r.rank, r.receive_due_at, r.turn, r.id) >= (1, now(), 7, gen_random_uuid())
            ORDER BY r.rank, r.receive_due_at, r.turn, r.id LIMIT 20 FOR UPDATE SKIP LOCKED
            """,
        ])[1]
        let text = try plan.map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        #expect(text.contains("orders_ready"))
        // It begins at the place that is asked for.
        #expect(text.contains("Index Cond: ") && text.contains("ROW(rank, receive_due_at, turn, id) >= "))
        // In the index's own order: nothing is sorted.
        #expect(!text.contains("Sort"))
        await database.close()
    }

    @Test func migratingAgainChangesNothing() async throws {
        let database = try await TestCluster.get().database()
        #expect(try await Migrator(owner: database.owner).migrate() == [])
        try await Migrator.check(database.owner)
        await database.close()
    }

    @Test func anAlteredOrNewerSchemaIsRefusedWithAdvice() async throws {
        let database = try await TestCluster.get().database()
        _ = try await database.owner.query("UPDATE whistle_migrations SET checksum = 'x' WHERE version = 3")
        await #expect { try await Migrator(owner: database.owner).migrate() } throws: {
            "\($0)".contains("Migration 3") && "\($0)".contains("never edited")
        }
        _ = try await database.owner.query(
            "INSERT INTO whistle_migrations (version, name, checksum) VALUES (9999, 'later', 'x')")
        await #expect { try await Migrator.check(database.owner) } throws: {
            "\($0)".contains("altered") || "\($0)".contains("text") || "\($0)".contains("9999")
        }
        await database.close()
    }

    @Test func everyMigrationIsOnBoard() throws {
        let folder = "\(Project.root)/Schema/migrations"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files.count == Migration.all.count)
        for (file, migration) in zip(files, Migration.all) {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            #expect(migration.sql == text, "\(file)")
            #expect(
                file.hasPrefix(
                    String(repeating: "0", count: 4 - "\(migration.version)".count) + "\(migration.version)_"))
        }
    }

    private func tables(_ database: TestDatabase) async throws -> [String] {
        try await database.owner.query(
            """
            SELECT t.relname FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace
            WHERE n.nspname = 'whistle' AND t.relkind IN ('r', 'p') AND NOT t.relispartition ORDER BY 1
            """
        ).map { try $0.decode(0, as: String.self) }
    }
}
