import Synchronization

/// A PostgreSQL server of the program's own, on a directory of the program's own, reached by a Unix socket only.
///
/// The server is in its own session and goes on when the program dies; the next ``start(_:)`` on the same data
/// directory adopts it. Dropping the value lets go of the directory and leaves the server running: ``stop()`` ends it.
/// Two programs on one data directory are kept apart by a lock the kernel releases with the program.
public final class PrivatePostgres: Sendable {
    private let cluster: Cluster
    private let server: RunningServer
    private let locks: [DirectoryLock]
    private let stopped = Mutex(false)

    /// Whether the server was found running, left by a program that did not stop it.
    public let adopted: Bool

    init(cluster: Cluster, server: RunningServer, locks: [DirectoryLock], adopted: Bool) {
        self.cluster = cluster
        self.server = server
        self.locks = locks
        self.adopted = adopted
    }

    /// Finds or makes the cluster of a data directory, and adopts or starts its server.
    ///
    /// Returns when the server takes connections: at once when it is adopted, after a fraction of a second usually,
    /// after the bound of ``PrivatePostgresConfiguration/startLimit`` at the latest. Cancelling the task does not
    /// interrupt it.
    public static func start(
        _ configuration: PrivatePostgresConfiguration
    ) async throws(PrivatePostgresError) -> PrivatePostgres {
        let result: Result<PrivatePostgres, PrivatePostgresError> = await BlockingThread.run {
            Result { () throws(PrivatePostgresError) in try open(configuration) }
        }
        return try result.get()
    }

    /// The folder of the server's socket, which libpq takes as `host`. Only the server's user and root can enter.
    public var socketDirectory: String { server.socketFolder.path }

    /// The socket itself, for clients that take its path. The database user is `postgres`; there is no password.
    public var socketPath: String { socketDirectory + "/" + SocketFolder.socket }

    /// Where the data is: `postgres` in the data directory, or a folder in the shelter when the server's user cannot
    /// walk to the data directory; `postgres.location` in the data directory names it then.
    public var clusterDirectory: String { cluster.directory }

    /// The folder of the programs that serve it, with `psql` and `pg_dump` of the same version where installed.
    public var programsDirectory: String { cluster.programs.directory }

    /// The file the server logs to at this moment; it changes with the day of the week.
    public var serverLog: String { cluster.currentLog }

    /// The server's process id.
    public var processID: Int32 { server.processID }

    /// The words libpq's programs connect with: `host=… port=… user=… dbname=…`.
    public func connectionString(user: String = "postgres", database: String = "postgres") -> String {
        "host=\(Self.quoted(socketDirectory)) port=\(SocketFolder.port) user=\(Self.quoted(user)) "
            + "dbname=\(Self.quoted(database))"
    }

    /// Shuts the server down: what is open is rolled back, everything is written out. When that takes more than
    /// fifteen seconds the server is ended at once, and recovers at the next start. Afterwards no process and no
    /// socket is left, and the directory is free. A second call does nothing.
    public func stop() async throws(PrivatePostgresError) {
        let result: Result<Void, PrivatePostgresError> = await BlockingThread.run { [self] in
            Result { () throws(PrivatePostgresError) in try shutDown() }
        }
        try result.get()
    }

    private func shutDown() throws(PrivatePostgresError) {
        try stopped.withLock { done throws(PrivatePostgresError) in
            if done { return }
            try cluster.shutDown()
            server.socketFolder.remove()
            locks.forEach { $0.release() }
            done = true
        }
    }

    /// A value of a connection string, in quotes where libpq needs them.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "/._-".utf8.contains(byte)
        }
        if isPlain && !value.isEmpty { return value }
        let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return "'\(escaped)'"
    }
}
