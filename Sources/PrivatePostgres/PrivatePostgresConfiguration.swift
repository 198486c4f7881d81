/// What a program asks of its private PostgreSQL server.
public struct PrivatePostgresConfiguration: Sendable {
    /// The program's data directory. Made when it is missing; the cluster lives in `postgres` below it, unless the
    /// server's user cannot walk there (see ``PrivatePostgres/clusterDirectory``).
    public var dataDirectory: String

    /// Whether the data must survive a power cut.
    public var durability: Durability

    /// The folder that holds `initdb`, `postgres` and `pg_isready`. `nil` searches `/usr/lib/postgresql/*/bin` for
    /// version 15 or newer (the version of an existing cluster first, then the highest), then `PATH`.
    public var programsDirectory: String?

    /// The most memory, in megabytes, the server may keep as shared buffers; it takes an eighth of the machine's
    /// memory up to this, and never less than 128 or more than 2048. Without effect on a throwaway cluster.
    public var sharedBuffersLimit: Int = 1024

    /// Where root keeps the clusters of data directories the user `postgres` cannot walk to.
    public var shelter: String = "/var/lib/whistle"

    /// How long a starting server may take until it answers; recovery after a crash is part of it.
    public var startLimit: Duration = .seconds(120)

    /// A configuration with everything but the place left at its default.
    public init(dataDirectory: String, durability: Durability = .durable) {
        self.dataDirectory = dataDirectory
        self.durability = durability
    }
}
