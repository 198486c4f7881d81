import Store

/// From where on a queue is read. Before it nothing is ready, as far as is known: only what was claimed, whose dead entries
/// in the index need not be stepped over (ADR 9).
///
/// Whatever becomes ready lowers the mark. That other brokers made something ready may be heard late or never, so now and
/// then the queue is read from its beginning.
struct QueueMark {
    /// A queue that is asked is read whole this often.
    static let lifetime = Duration.seconds(1)
    /// So long after such a look, a queue that has nothing from the mark on counts as empty.
    static let trust = Duration.milliseconds(50)

    private var place = QueueBound.first
    /// The first of what became ready while a look was under way.
    private var arrived: QueueBound?
    private var lookedWhole: ContinuousClock.Instant?

    /// Begins a look.
    /// - Parameter isAgain: the last one found nothing and proved nothing.
    /// - Returns: from where on to read, and whether finding nothing there proves that there is nothing.
    mutating func begin(at now: ContinuousClock.Instant, isAgain: Bool) -> (from: QueueBound, isProof: Bool) {
        arrived = nil
        if let lookedWhole, !isAgain, place != .first, now - lookedWhole < Self.lifetime {
            return (place, now - lookedWhole < Self.trust)
        }
        (place, lookedWhole) = (.first, now)
        return (.first, true)
    }

    /// Ends a look that took orders, the last one at a place; `nil` when it took all there were.
    mutating func end(at last: QueueBound?) {
        place = min(last ?? .end, arrived ?? .end)
        arrived = nil
    }

    /// Something is ready at a place, or it is not known where.
    mutating func lower(to other: QueueBound?) {
        let other = other ?? .first
        place = min(place, other)
        arrived = min(arrived ?? .end, other)
    }
}
