/// What a pool is doing, for metrics. All numbers are as of the owner thread's last turn.
public struct PoolStatistics: Sendable, Hashable {
    /// Connections that are open, idle or lent.
    public internal(set) var open = 0
    /// Open connections nobody uses.
    public internal(set) var idle = 0
    /// Open connections that are lent or run statements.
    public internal(set) var lent = 0
    /// Connections that are being opened.
    public internal(set) var connecting = 0
    /// Callers waiting for a connection.
    public internal(set) var waiting = 0
    /// Connections opened since the start.
    public internal(set) var connects = 0
    /// Attempts to open a connection that failed, since the start.
    public internal(set) var connectFailures = 0
    /// Open connections that broke, since the start.
    public internal(set) var lostConnections = 0
    /// Callers that gave up waiting because of the acquire timeout, since the start.
    public internal(set) var acquireTimeouts = 0
    /// Callers that were turned away because too many were waiting, since the start.
    public internal(set) var refusals = 0
    /// Statements sent since the start, the pool's own BEGIN, COMMIT and the like included.
    public internal(set) var statements = 0

    /// Nothing has happened yet.
    public init() {}
}
