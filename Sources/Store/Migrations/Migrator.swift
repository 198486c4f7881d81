import Foundation
import Postgres
import Schema

/// Why a database cannot be used as it is.
public enum MigrationError: Error, Sendable, CustomStringConvertible {
    /// The database has a migration that this program does not know.
    case newer(version: Int)
    /// A migration was run whose text was another one.
    case altered(version: Int, name: String)
    /// The schema is behind; only told where nothing may be changed.
    case behind(applied: Int, known: Int)
    case failed(version: Int, PostgresError)

    public var description: String {
        switch self {
        case .newer(let version):
            "The database is at migration \(version), which this program does not know. Run the newer program, or restore a backup."
        case .altered(let version, let name):
            "Migration \(version) (\(name)) was run with another text than this program has. Run the program that made this database; migrations are never edited."
        case .behind(let applied, let known):
            "The database is at migration \(applied) of \(known). Run 'whistle migrate' first."
        case .failed(let version, let error): "Migration \(version) failed: \(error)"
        }
    }
}

/// Brings a database's schema up to this program's: forward only, one transaction a migration, one migrator at a time.
public struct Migrator: Sendable {
    private let owner: PostgresPool

    /// - Parameter owner: a pool whose login owns the schema.
    public init(owner: PostgresPool) { self.owner = owner }

    /// Runs what is missing.
    /// - Returns: the versions that were run now.
    public func migrate() async throws -> [Int] {
        try await owner.withConnection { connection in
            _ = try await connection.query("SELECT pg_advisory_lock(7461001)")
            do {
                let ran = try await run(connection)
                _ = try await connection.query("SELECT pg_advisory_unlock(7461001)")
                return ran
            } catch {
                _ = try await connection.query("SELECT pg_advisory_unlock(7461001)")
                throw error
            }
        }
    }

    private func run(_ connection: PostgresConnection) async throws -> [Int] {
        _ = try await connection.query(
            """
            CREATE TABLE IF NOT EXISTS public.whistle_migrations (
                version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now())
            """)
        let applied = try await Migrator.applied(connection)
        try Migrator.compare(applied)
        var ran: [Int] = []
        for migration in Migration.all where !applied.contains(where: { $0.version == migration.version }) {
            do {
                try await apply(migration, connection)
            } catch let error as PostgresError { throw MigrationError.failed(version: migration.version, error) }
            ran.append(migration.version)
        }
        return ran
    }

    private func apply(_ migration: Migration, _ connection: PostgresConnection) async throws {
        // All statements travel as one implicit transaction; the split keeps dollar-quoted bodies whole.
        let statements = StatementSplitter.split(migration.sql).map { SQL(stringLiteral: $0) }
        let mark: SQL = """
            INSERT INTO public.whistle_migrations (version, name, checksum)
            VALUES (\(Int32(migration.version)), \(migration.name), \(migration.checksum))
            """
        _ = try await connection.query("BEGIN")
        do {
            for statement in statements { _ = try await connection.query(statement) }
            _ = try await connection.query(mark)
            _ = try await connection.query("COMMIT")
        } catch {
            _ = try await connection.query("ROLLBACK")
            throw error
        }
    }

    /// Refuses a database that is newer, altered or behind, without changing it.
    public static func check(_ pool: PostgresPool) async throws {
        try await pool.withConnection { connection in
            let applied = try await Migrator.applied(connection)
            try Migrator.compare(applied)
            guard applied.count == Migration.all.count else {
                throw MigrationError.behind(applied: applied.count, known: Migration.all.count)
            }
        }
    }

    private static func applied(_ connection: PostgresConnection) async throws -> [(version: Int, checksum: String)] {
        let rows = try await connection.query(
            "SELECT version, checksum FROM public.whistle_migrations ORDER BY version")
        return try rows.map { (try $0.decode(0), try $0.decode(1)) }
    }

    private static func compare(_ applied: [(version: Int, checksum: String)]) throws {
        for (version, checksum) in applied {
            guard let known = Migration.all.first(where: { $0.version == version }) else {
                throw MigrationError.newer(version: version)
            }
            guard known.checksum == checksum else { throw MigrationError.altered(version: version, name: known.name) }
        }
    }
}
