import Foundation

/// A PostgreSQL cluster in a temporary folder, reachable through a socket in it; it is gone when the tests end.
enum ThrowawayCluster {
    /// Makes and starts a cluster, and returns how to connect to it.
    static func start() throws -> String {
        // A socket's path must be short, which the usual temporary folders' are not everywhere.
        let folder = "/tmp/pgt.\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        running = folder
        atexit { ThrowawayCluster.remove() }
        if geteuid() == 0 {
            try Command.run("/usr/bin/env", ["chown", "postgres", folder])
        }
        let data = folder + "/data"
        try server("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-locale", "-N"])
        let options = "-k \(folder) -c listen_addresses= -c fsync=off -c max_connections=200"
        try server("pg_ctl", ["-D", data, "-l", folder + "/log", "-o", options, "-w", "start"])
        return "host=\(folder) port=5432 user=postgres dbname=postgres"
    }

    /// Written once, while the tests' first use of the server waits for it, and read when they are all over.
    nonisolated(unsafe) private static var running: String?

    private static func remove() {
        guard let folder = running else { return }
        try? server("pg_ctl", ["-D", folder + "/data", "-m", "immediate", "-w", "stop"])
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// PostgreSQL refuses to run as root.
    private static func server(_ program: String, _ arguments: [String]) throws {
        let path = try binaries() + "/" + program
        if geteuid() == 0 {
            try Command.run("/usr/bin/env", ["runuser", "-u", "postgres", "--", path] + arguments)
        } else {
            try Command.run(path, arguments)
        }
    }

    /// Debian keeps the server's programs out of the search path, in one folder for each version.
    private static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap(Int.init)
        guard let newest = versions.max() else { throw Command.Failure(command: "find \(root)", status: 1) }
        return "\(root)/\(newest)/bin"
    }
}
