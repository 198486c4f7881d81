import Synchronization

/// The caller's side of a connection lent to one closure: decides what is sent first and what is no longer allowed.
final class Lease: Sendable {
    typealias ID = UInt64

    private enum Phase {
        /// Nothing was sent.
        case fresh
        case open
        /// The connection could not be had, or broke.
        case failed(PostgresError)
        case ended
    }

    private static let counter = Atomic<ID>(0)

    let id = Lease.counter.add(1, ordering: .relaxed).newValue
    private let mailbox: Mailbox<PoolMessage>
    private let preamble: [SQL]
    private let phase = Mutex(Phase.fresh)

    /// `preamble` is sent together with, and before, the first statements.
    init(mailbox: Mailbox<PoolMessage>, preamble: [SQL] = []) {
        self.mailbox = mailbox
        self.preamble = preamble
    }

    /// Whether no statement was sent yet.
    var isUntouched: Bool {
        phase.withLock { if case .fresh = $0 { true } else { false } }
    }

    /// Whether statements were sent and more can be.
    var isOpen: Bool {
        phase.withLock { if case .open = $0 { true } else { false } }
    }

    /// Sends statements, and a COMMIT behind them if asked to, which also gives the connection back.
    func run(_ statements: [SQL], committing: Bool = false) async throws(PostgresError) -> [Rows] {
        var isFirst = false
        let outcome = await mailbox.exchange { ticket, reply in
            // The lock is held while posting, since of two concurrent first calls the one with the preamble must
            // also be the first to arrive.
            phase.withLock { phase in
                switch phase {
                case .fresh: isFirst = true
                case .open: break
                case .failed(let error): return error
                case .ended: return .leaseEnded
                }
                phase = committing ? .ended : .open
                let before = isFirst ? preamble : []
                let batch = Batch(
                    statements: before + statements + (committing ? ["COMMIT"] : []),
                    answered: before.count..<before.count + statements.count,
                    commits: committing, part: isFirst ? .opens(id) : .continues(id), endsLease: committing,
                    ticket: ticket, reply: reply)
                return mailbox.post(.run(batch))
            }
        }
        if isFirst, case .failure(let error) = outcome {
            noteFailedStart(error)
        }
        return try outcome.get()
    }

    /// Ends the lease; the owner thread rolls back whatever is still open.
    func end() {
        let mustRelease = phase.withLock { phase in
            defer { phase = .ended }
            switch phase {
            case .fresh, .ended: return false
            case .open, .failed: return true
            }
        }
        if mustRelease {
            _ = mailbox.post(.release(id))
        }
    }

    /// An error of the server leaves the connection usable; after any other one it is unknown whether there is a
    /// connection at all, and whether BEGIN was sent.
    private func noteFailedStart(_ error: PostgresError) {
        if case .server = error { return }
        phase.withLock { phase in
            if case .open = phase {
                phase = .failed(error)
            }
        }
    }
}
