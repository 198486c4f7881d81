extension PostgresPool {
    /// Lends one connection to `body` alone and takes it back afterwards. A transaction left open is rolled back;
    /// settings made with `SET` stay, so undo them.
    ///
    /// - Throws: what `body` throws, or a ``PostgresError`` if no connection could be had.
    public func withConnection<R: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let lease = lease()
        defer { lease.end() }
        _ = try await lease.run([])
        return try await body(PostgresConnection(lease: lease))
    }

    /// Runs `body` in a transaction: COMMIT when it returns, ROLLBACK when it throws.
    ///
    /// BEGIN and `settings` (for instance `SET LOCAL …`) travel in one round trip with the first statements of
    /// `body`; if it sends none, nothing is sent at all and no connection is taken.
    ///
    /// - Throws: what `body` throws, or a ``PostgresError`` if the COMMIT fails. If the COMMIT was under way when the
    ///   connection broke or the task was cancelled, the outcome is unknown.
    public func transaction<R: Sendable>(
        isolation: isolated (any Actor)? = #isolation, settings: [SQL] = [],
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        let lease = lease(preamble: ["BEGIN"] + settings)
        defer { lease.end() }
        let transaction = PostgresTransaction(lease: lease)
        let value: R
        do {
            value = try await body(transaction)
        } catch {
            await transaction.rollBack()
            throw error
        }
        try await transaction.commitIfOpen()
        return value
    }
}
