import Synchronization

/// A pool of connections to one database, driven by one thread of its own.
///
/// All calls may be made from any task. Statements that arrive while all connections are busy wait in order.
public final class PostgresPool: Sendable {
    private let configuration: PostgresConfiguration
    private let mailbox = Mailbox<PoolMessage>()
    private let thread = Mutex<OwnerThread?>(nil)
    private let published = PublishedStatistics()

    /// Makes a pool that does nothing before ``start()``.
    public init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
    }

    deinit {
        // Nobody can be using a connection any more, since everybody who does holds the pool.
        _ = mailbox.post(.shutDown(nil))
        thread.withLock { $0?.detach() }
    }

    /// Starts the owner thread. Connections are opened when they are needed; whether the server can be reached is
    /// not checked here.
    ///
    /// - Throws: ``PostgresError/invalidConfiguration(reason:)`` if libpq cannot read the connection string,
    ///   ``PostgresError/system(operation:errno:)`` if the system has no thread or descriptor left,
    ///   ``PostgresError/shutDown`` if the pool was started before.
    public func start() throws(PostgresError) {
        let recipe = try ConnectionRecipe(configuration)
        let wakeUp = try WakeUp()
        guard mailbox.open(waking: wakeUp) else { throw .shutDown }
        let (mailbox, configuration, published) = (mailbox, configuration, published)
        do {
            let started = try OwnerThread.start(named: "postgres-pool") {
                guard let readiness = try? Readiness() else { return Self.giveUp(mailbox) }
                PoolLoop(
                    mailbox: mailbox, configuration: configuration, recipe: recipe, readiness: readiness,
                    wakeUp: wakeUp, publish: published.set
                ).run()
            }
            thread.withLock { $0 = started }
        } catch {
            Self.giveUp(mailbox)
            throw error
        }
    }

    /// Refuses new work, waits for what is lent or running up to `shutdownTimeout`, closes all connections and joins
    /// the thread. Calling it again waits for the same end; cancelling the calling task does not hasten it.
    public func shutdown() async {
        await withCheckedContinuation { continuation in
            if mailbox.post(.shutDown(continuation)) != nil {
                Self.giveUp(mailbox)
                continuation.resume()
            }
        }
        // The thread has nothing left to do but to return.
        thread.withLock { $0.take() }?.join()
    }

    /// Runs one statement in a transaction of its own.
    ///
    /// - Throws: any ``PostgresError`` but those about leases and transactions.
    public func query(_ statement: SQL) async throws(PostgresError) -> Rows {
        try await run([statement])[0]
    }

    /// Runs statements in order, in one round trip and one transaction: they are all sent before the first answer
    /// comes back, and if one fails, none has any effect.
    ///
    /// - Returns: one result for each statement.
    /// - Throws: as ``query(_:)`` does; ``PostgresError/statementIndex`` tells which statement failed.
    public func pipeline(_ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        guard !statements.isEmpty else { return [] }
        return try await run(statements)
    }

    /// What the pool is doing.
    public var statistics: PoolStatistics { published.value }

    func lease(preamble: [SQL] = []) -> Lease {
        Lease(mailbox: mailbox, preamble: preamble)
    }

    private func run(_ statements: [SQL]) async throws(PostgresError) -> [Rows] {
        try await mailbox.exchange { ticket, reply in
            let batch = Batch(
                statements: statements, answered: 0..<statements.count, commits: false, part: .single,
                endsLease: false, ticket: ticket, reply: reply)
            return mailbox.post(.run(batch))
        }.get()
    }

    /// Answers everybody who wrote to a mailbox nobody will read.
    private static func giveUp(_ mailbox: Mailbox<PoolMessage>) {
        for message in mailbox.close() {
            switch message {
            case .run(let batch): batch.reply(.failure(.shutDown))
            case .shutDown(let caller): caller?.resume()
            case .cancel, .release, .cancelDelivered: break
            }
        }
    }
}
