import Synchronization

/// Identifies one submission, so that it can be cancelled.
///
/// The flag covers the case that the cancellation overtakes the submission on its way to the owner thread.
final class Ticket: Sendable {
    private let cancelled = Atomic(false)

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() {
        cancelled.store(true, ordering: .releasing)
    }
}
