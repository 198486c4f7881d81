/// A transaction opened by ``PostgresPool/transaction(isolation:settings:_:)``. It is valid inside the closure only, and
/// until ``commit(with:)``; afterwards every call throws ``PostgresError/leaseEnded``. Calls made at the same time run
/// one after the other.
public struct PostgresTransaction: Sendable {
    let lease: Lease

    /// Runs one statement.
    public func query(_ statement: SQL) async throws(PostgresError) -> Rows {
        try await lease.run([statement])[0]
    }

    /// Runs statements in order and in one round trip.
    ///
    /// - Returns: one result for each statement.
    /// - Throws: the first error; ``PostgresError/statementIndex`` tells which statement failed.
    public func pipeline(_ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        guard !statements.isEmpty else { return [] }
        return try await lease.run(statements)
    }

    /// Sends the last statements and COMMIT in one round trip, which ends the transaction however it turns out. If
    /// nothing was sent before and `last` is empty, nothing is sent now.
    ///
    /// - Returns: one result for each of the last statements.
    /// - Throws: the first error, after which everything is rolled back; ``PostgresError/transactionRolledBack`` if an
    ///   earlier statement had failed.
    public func commit(with last: [SQL] = []) async throws(PostgresError) -> [Rows] {
        if last.isEmpty, lease.isUntouched {
            lease.end()
            return []
        }
        return try await lease.run(last, committing: true)
    }

    func commitIfOpen() async throws(PostgresError) {
        if lease.isOpen {
            _ = try await lease.run([], committing: true)
        }
    }

    /// Waits for the rollback, so that a caller who tries again does not meet its own locks. If this cannot be sent,
    /// the pool rolls back before it uses the connection again.
    func rollBack() async {
        if lease.isOpen {
            _ = try? await lease.run(["ROLLBACK"])
        }
    }
}
