/// How to reach a server and how many connections to keep.
public struct PostgresConfiguration: Sendable {
    /// The connection string, exactly as libpq takes it: a URI or keywords and values, several hosts,
    /// `target_session_attrs`, TLS, keepalives. May hold a password; nothing in this library logs it.
    public var connectionString: String
    /// The role every connection takes from its first moment on; `nil` leaves it at the login role.
    public var role: String?
    /// What `pg_stat_activity` shows; empty leaves it to the connection string.
    public var applicationName = ""
    /// How many connections there are at most; at least 1.
    public var maximumConnections = 8
    /// How many callers may wait for a connection at a time; at least 0.
    public var maximumWaiters = 1024
    /// How long opening one connection may take. If a connection string names several hosts and the first one never
    /// answers, the next attempt begins with the second.
    public var connectTimeout: Duration = .seconds(3)
    /// How long a caller waits for a connection.
    public var acquireTimeout: Duration = .seconds(5)
    /// How many prepared statements each connection remembers; at least 1.
    public var statementCacheCapacity = 256
    /// Settings each connection starts with, for instance `("statement_timeout", "10s")`.
    public var settings: [(String, String)] = []
    /// How long to wait after the first failed attempt to connect. Each further failure doubles it, and every wait is
    /// shortened at random by up to one half.
    public var minimumBackoff: Duration = .milliseconds(50)
    /// The longest wait between two attempts to connect.
    public var maximumBackoff: Duration = .seconds(5)
    /// How long `shutdown()` waits for lent connections to come back before it closes them, and how long a connection
    /// whose query was cancelled may take to become usable again before it is closed.
    public var shutdownTimeout: Duration = .seconds(10)

    /// A configuration with the defaults described at each property.
    public init(connectionString: String) {
        self.connectionString = connectionString
    }
}
