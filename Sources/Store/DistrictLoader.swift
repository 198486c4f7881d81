import Domain
import Foundation
import Postgres

/// Makes districts: needs the login that owns the schema.
public struct DistrictLoader: Sendable {
    private let owner: PostgresPool

    public init(owner: PostgresPool) { self.owner = owner }

    /// Stores a district, its organizations and its first rulebook; does nothing where it is there already.
    public func load(
        _ code: String, id: UUID, name: String, demo: Bool, head: [UInt8], rulebook: UUID, source: String,
        organizations: [Organization]
    ) async throws {
        try await owner.transaction { transaction in
            let rows = try await transaction.query(
                """
                INSERT INTO whistle.districts (district_id, id, name, demo, head_hash)
                VALUES (\(code), \(id), \(name), \(demo), \(head)) ON CONFLICT DO NOTHING RETURNING district_id
                """)
            guard !rows.isEmpty else { return }
            _ = try await transaction.query("INSERT INTO whistle.feeds (district_id) VALUES (\(code))")
            _ = try await transaction.query(
                """
                INSERT INTO whistle.rulebooks (district_id, version, id, source)
                VALUES (\(code), 1, \(rulebook), \(source))
                """)
            _ = try await transaction.query(Table.organizations.insert(organizations, into: code))
        }
    }

    /// Whether a district is there.
    /// Keeps a year's notice, over one of the same year; every broker reads its districts anew.
    public func keep(calendar source: String, of year: Int) async throws(PostgresError) {
        _ = try await owner.pipeline([
            """
            INSERT INTO whistle.calendars AS c (year, source) VALUES (\(Int32(year)), \(source))
            ON CONFLICT (year) DO UPDATE SET source = \(source), version = c.version + 1
            """,
            "UPDATE whistle.districts SET version = version + 1",
        ])
    }

    public func has(_ code: String) async throws(PostgresError) -> Bool {
        try await !owner.query("SELECT 1 FROM whistle.districts WHERE district_id = \(code)").isEmpty
    }
}
