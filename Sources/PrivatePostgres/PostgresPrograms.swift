import Foundation
import Glibc

/// One installed set of PostgreSQL's programs.
struct PostgresPrograms: Sendable {
    /// The oldest version the product works with.
    static let oldest = 15

    /// The programs a private server needs. `pg_isready` comes with the client package the server's depends on.
    private static let needed = ["initdb", "postgres", "pg_isready"]

    let directory: String
    let version: Int

    /// The path of a program of the set.
    func path(_ program: String) -> String {
        directory + "/" + program
    }

    /// The sets to choose from, highest version first, never empty.
    static func installed(
        configured: String?, packages: String = "/usr/lib/postgresql",
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws(PrivatePostgresError) -> [PostgresPrograms] {
        if let configured {
            let missing = needed.filter { access(configured + "/" + $0, X_OK) != 0 }
            guard missing.isEmpty else {
                throw .programsMissing(looked: configured, found: "no \(missing.joined(separator: ", "))")
            }
            return try recent([try inspect(configured)], looked: configured)
        }
        var found: [PostgresPrograms] = []
        for name in Folder.names(packages) ?? [] {
            let directory = "\(packages)/\(name)/bin"
            if let version = Int(name), isComplete(directory) {
                found.append(PostgresPrograms(directory: directory, version: version))
            }
        }
        if !found.contains(where: { $0.version >= oldest }), let elsewhere = try inSearchPath(searchPath) {
            found.append(elsewhere)
        }
        return try recent(found, looked: "\(packages)/*/bin and PATH")
    }

    /// The set for a cluster: the one of its version, or the highest when there is no cluster yet.
    static func choose(
        from sets: [PostgresPrograms], cluster: String, version: Int?
    ) throws(PrivatePostgresError) -> PostgresPrograms {
        if let fitting = sets.first(where: { version == nil || $0.version == version }) { return fitting }
        throw .versionMismatch(cluster: cluster, version: version ?? 0, installed: sets.map(\.version))
    }

    private static func recent(
        _ sets: [PostgresPrograms], looked: String
    ) throws(PrivatePostgresError) -> [PostgresPrograms] {
        let usable = sets.filter { $0.version >= oldest }.sorted { $0.version > $1.version }
        guard usable.isEmpty else { return usable }
        let old = sets.map { "version \($0.version)" }.joined(separator: ", ")
        throw .programsMissing(looked: looked, found: old.isEmpty ? nil : old)
    }

    /// `postgres` itself, or what `pg_config` says of its place.
    private static func inSearchPath(_ searchPath: String) throws(PrivatePostgresError) -> PostgresPrograms? {
        for folder in searchPath.split(separator: ":").map(String.init) where folder.hasPrefix("/") {
            if access(folder + "/postgres", X_OK) == 0 {
                // A link in the search path leads to the folder that has the other programs.
                let directory = Folder.parent(try Folder.canonical(folder + "/postgres"))
                if isComplete(directory) { return try inspect(directory) }
            }
            if access(folder + "/pg_config", X_OK) == 0 {
                let answer = try ChildProcess.run([folder + "/pg_config", "--bindir"])
                let directory = answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
                if answer.status == 0, isComplete(directory) { return try inspect(directory) }
            }
        }
        return nil
    }

    private static func isComplete(_ directory: String) -> Bool {
        needed.allSatisfy { access(directory + "/" + $0, X_OK) == 0 }
    }

    /// Asks `postgres --version`, which says `postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)`.
    private static func inspect(_ directory: String) throws(PrivatePostgresError) -> PostgresPrograms {
        let answer = try ChildProcess.run([directory + "/postgres", "--version"])
        let words = answer.output.split(separator: " ")
        guard answer.status == 0, words.count >= 3, let version = Int(words[2].prefix { $0.isNumber }) else {
            throw .unusable(path: directory + "/postgres", reason: "it does not tell its version")
        }
        return PostgresPrograms(directory: directory, version: version)
    }
}
