/// What callers tell a pool's owner thread.
enum PoolMessage: Sendable {
    case run(Batch)
    case cancel(Ticket)
    /// The lease's closure is over.
    case release(Lease.ID)
    /// A cancel request has reached the server, or has failed to.
    case cancelDelivered(connection: Int)
    /// Ends the thread, which calls back as the last thing it does.
    case shutDown(CheckedContinuation<Void, Never>?)
}
