/// A connection lent by ``PostgresPool/withConnection(isolation:_:)``. It is valid inside the closure only; afterwards
/// every call throws ``PostgresError/leaseEnded``. Calls made at the same time run one after the other.
public struct PostgresConnection: Sendable {
    let lease: Lease

    /// Runs one statement.
    public func query(_ statement: SQL) async throws(PostgresError) -> Rows {
        try await lease.run([statement])[0]
    }

    /// Runs statements in order and in one round trip; outside of a transaction block they are one transaction.
    ///
    /// - Returns: one result for each statement.
    /// - Throws: the first error; ``PostgresError/statementIndex`` tells which statement failed.
    public func pipeline(_ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        guard !statements.isEmpty else { return [] }
        return try await lease.run(statements)
    }
}
