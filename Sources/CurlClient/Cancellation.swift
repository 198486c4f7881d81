import Synchronization

/// The wish to be done with a request. A flag beside the mailboxes, because nobody but the loops knows which of them
/// holds the request just now.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .acquiring) }

    func request() {
        flag.store(true, ordering: .releasing)
    }
}
