import Broker
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Row-level security is the second wall: whatever a statement forgets, the broker's login sees, writes, alters and removes
/// nothing of another district. Driven by the catalog: a table that comes is tested without a line here.
@Suite struct WallTests {
    /// Tables that hold a district's rows.
    private func tables(_ database: TestDatabase) async throws -> [String] {
        try await database.owner.query(
            """
            SELECT t.relname FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace
            JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attname = 'district_id'
            WHERE n.nspname = 'whistle' AND t.relkind IN ('r', 'p') ORDER BY 1
            """
        ).map { try $0.decode(0, as: String.self) }
    }

    /// What the broker's login does with one district set, or none.
    private func attempt(_ database: TestDatabase, _ district: String?, _ text: String) async -> Result<
        Int, PostgresError
    > {
        let scope: SQL = district.map { "SELECT set_config('whistle.district', \($0), true)" } ?? "SELECT 1"
        do {
            let rows = try await database.broker.pipeline([scope, SQL(stringLiteral: text)])[1]
            return .success(rows.affected)
        } catch { return .failure(error) }
    }

    @Test func nothingOfAnotherDistrictIsSeenOrTouched() async throws {
        try await TestBroker.with { test in
            // Rows in as many tables as a few verbs fill.
            let matter = try await test.raise(departments: ["housing"])
            let housing = try await test.caller("housing", .department)
            _ = try await test.broker.receiveOrder(matter.orders[0].id, claim: nil, by: housing, Terms())
            _ = try await test.broker.makeCheckpoint(by: try await test.caller("supervision", .supervisor))
            let database = test.database
            let tables = try await tables(database)
            #expect(tables.count >= 25)
            var tried = 0
            for table in tables {
                for other in [nil, "elsewhere", "", "changshu' OR true --"] as [String?] {
                    for (verb, text) in [
                        ("SELECT", "SELECT 1 FROM whistle.\(table)"),
                        ("UPDATE", "UPDATE whistle.\(table) SET district_id = district_id"),
                        ("DELETE", "DELETE FROM whistle.\(table)"),
                        ("INSERT", "INSERT INTO whistle.\(table) (district_id) VALUES ('changshu')"),
                    ] {
                        tried += 1
                        switch await attempt(database, other, text) {
                        case .success(let count):
                            #expect(verb != "INSERT" && count == 0, "\(table): \(verb) with \(other ?? "none")")
                        case .failure(let error):
                            // No right at all, or refused by the policy: never by something behind it.
                            #expect(error.sqlState == "42501", "\(table): \(verb) with \(other ?? "none"): \(error)")
                        }
                    }
                }
                // A row does not leave its district either.
                switch await attempt(database, "changshu", "UPDATE whistle.\(table) SET district_id = 'elsewhere'") {
                case .success(let count): #expect(count == 0, "\(table) gave a row away")
                case .failure(let error): #expect(error.sqlState == "42501", "\(table): \(error)")
                }
            }
            print("row-level security: \(tables.count) tables, \(tried) attempts, none got through")
        }
    }

    /// The wall is the policy and not a lack of rows or of rights: with the district set, its rows are there.
    @Test func withItsDistrictTheBrokerWorks() async throws {
        try await TestBroker.with { test in
            _ = try await test.raise(departments: ["housing"])
            for table in ["whistles", "orders", "history", "organizations", "districts", "rulebooks"] {
                switch await attempt(test.database, "changshu", "SELECT 1 FROM whistle.\(table)") {
                case .success(let count): #expect(count > 0, "\(table)")
                case .failure(let error): Issue.record("\(table): \(error)")
                }
            }
        }
    }

    /// Every policy is one of the two kinds that there are, and every table with a district has the first.
    @Test func thePoliciesAreTheKnownOnes() async throws {
        let database = try await TestCluster.get().database()
        let rows = try await database.owner.query(
            """
            SELECT p.tablename || ': ' || p.policyname FROM pg_policies AS p WHERE p.schemaname = 'whistle'
            AND NOT (p.policyname = 'own_district' AND p.roles = '{whistle_broker}' AND p.qual = p.with_check
                AND p.qual LIKE '(district_id = ( SELECT current_setting(''whistle.district''::text, true) %')
            AND NOT (p.policyname = 'loops' AND p.roles = '{whistle_loops}')
            AND NOT (p.tablename = 'calendars' AND p.cmd = 'SELECT')
            """)
        #expect(try rows.map { try $0.decode(0, as: String.self) } == [])
        let open = try await database.owner.query(
            """
            SELECT t.relname FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace
            JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attname = 'district_id'
            WHERE n.nspname = 'whistle' AND t.relkind IN ('r', 'p') AND NOT t.relispartition AND NOT EXISTS (
                SELECT 1 FROM pg_policies AS p WHERE p.schemaname = 'whistle' AND p.tablename = t.relname
                AND p.policyname = 'own_district')
            """)
        #expect(try open.map { try $0.decode(0, as: String.self) } == [])
        await database.close()
    }
}
