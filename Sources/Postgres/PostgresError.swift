/// Everything that can go wrong between a caller and PostgreSQL.
///
/// `description` is safe to log: it carries codes and names from the schema, never a parameter value, a row's content
/// or a password. What the server said in words is in `debugDescription`, which may quote values.
public enum PostgresError: Error, Sendable, Equatable {
    /// The server answered with an error.
    ///
    /// `statementIndex` counts the caller's own statements from 0; it is `nil` when the statement that failed was not
    /// written by the caller (BEGIN, a transaction's settings, COMMIT).
    indirect case server(
        sqlState: String, severity: String, message: String, detail: String?, constraint: String?, table: String?,
        statementIndex: Int?)
    /// The connection broke. `whileRunning` says whether the statements may have reached the server: if `true`, their
    /// outcome is unknown; if `false`, they surely did not run.
    case connectionLost(whileRunning: Bool)
    /// No connection could be opened before the acquire timeout; `reason` is libpq's last explanation.
    case cannotConnect(reason: String)
    /// As many callers as `maximumWaiters` allows are waiting already.
    case poolExhausted
    /// All connections stayed lent for longer than `acquireTimeout`.
    case acquireTimedOut
    /// The calling task was cancelled. If the statements were running already, their outcome is unknown.
    case cancelled
    /// The pool is shutting down or shut down.
    case shutDown
    /// `start()` was not called yet.
    case notStarted
    /// A lent connection or a transaction was used after its end.
    case leaseEnded
    /// COMMIT was answered with ROLLBACK, since an earlier statement of the transaction had failed.
    case transactionRolledBack
    /// A value is not of the type asked for, or is NULL where none is allowed, or there is no such column or row.
    case decoding(column: String, expected: String, got: String)
    /// The configuration cannot work; `reason` repeats nothing of the connection string.
    case invalidConfiguration(reason: String)
    /// The statement cannot be sent at all, for instance because it has more than 65,535 parameters.
    case invalidStatement(reason: String)
    /// The operating system refused something the client needs.
    case system(operation: String, errno: Int32)
}
