/// Where a listener's thread puts its events. It is bounded; what it had to drop is made up for by telling the
/// consumer once more that notifications may have been lost.
final class ListenerOutlet {
    /// How many events may wait for a slow consumer.
    static let capacity = 4096

    private let continuation: AsyncStream<ListenerEvent>.Continuation
    /// Whether the consumer still has to be told of a loss.
    private(set) var owesNotice = false

    init(_ continuation: AsyncStream<ListenerEvent>.Continuation) {
        self.continuation = continuation
    }

    func emit(_ event: ListenerEvent) {
        settle()
        if owesNotice { return }
        if case .dropped = continuation.yield(event) {
            owesNotice = true
        }
    }

    /// Tries again to tell of a loss.
    func settle() {
        guard owesNotice else { return }
        if case .enqueued = continuation.yield(.connected) {
            owesNotice = false
        }
    }
}
