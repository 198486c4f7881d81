/// Statements that travel together: they are sent under one Sync and answered at once.
struct Batch: Sendable {
    /// What the batch has to do with a lease.
    enum Part: Sendable {
        /// Nothing: any connection will do, and it is free again afterwards.
        case single
        /// It is a lease's first batch, which needs a connection.
        case opens(Lease.ID)
        /// The lease must have a connection already.
        case continues(Lease.ID)
    }

    let statements: [SQL]
    /// The statements the caller wrote; the others frame them.
    let answered: Range<Int>
    /// Whether the last statement is a COMMIT, which can fail without an error.
    let commits: Bool
    let part: Part
    /// Whether the lease ends with this batch, however it ends.
    let endsLease: Bool
    let ticket: Ticket
    let reply: Reply
}

extension Batch {
    var leaseID: Lease.ID? {
        switch part {
        case .single: nil
        case .opens(let id), .continues(let id): id
        }
    }
}
