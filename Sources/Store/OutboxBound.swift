import Synchronization

/// Up to where a district's outbox is known to be empty for good, so that a relay need not step over what it deleted: in a
/// flood that is more, each time, than what there is to tell.
///
/// Numbers are given before their transactions commit, so a row may appear below one that was told. Whoever had a number
/// below one that was visible had a transaction number by then as well: once all those transactions have ended, and the
/// rows that they left are told, nothing can appear there any more. Told earlier, a later row of a whistle could overtake
/// an earlier one.
struct OutboxBound {
    /// One round of a relay that held the feed.
    struct Round {
        /// The last row told; `nil` when there was none.
        var last: Int?
        /// Whether there may be more above that row.
        var isFull: Bool
        /// The first transaction number that was not given when it looked, and the oldest that had not ended.
        var next: Int
        var oldest: Int
    }

    /// Nothing at or below is there, or will be.
    private(set) var value = 0
    private var candidates: [(last: Int, next: Int)] = []

    mutating func note(_ round: Round) {
        let told = round.isFull ? round.last ?? 0 : .max
        let ended = candidates.prefix { $0.next <= round.oldest && $0.last <= told }
        if let last = ended.map(\.last).max() { value = max(value, last) }
        candidates.removeFirst(ended.count)
        // A transaction that stays open holds all of them up: a few are enough to go on from.
        if let last = round.last, candidates.count < 64 { candidates.append((last, round.next)) }
    }
}

/// The bounds of all districts, as this process knows them. They are found anew now and then: a server that took over and
/// lacks its predecessor's last commits gives numbers again that were told before.
final class OutboxBounds: Sendable {
    private struct State {
        var bounds: [String: OutboxBound] = [:]
        var since = ContinuousClock.now
    }

    private let lifetime: Duration
    private let state = Mutex(State())

    init(lifetime: Duration = .seconds(10)) { self.lifetime = lifetime }

    func values() -> [(district: String, value: Int)] {
        state.withLock { state in
            if .now - state.since >= lifetime { state = State() }
            return state.bounds.map { ($0.key, $0.value.value) }
        }
    }

    func value(_ district: String) -> Int { state.withLock { $0.bounds[district]?.value ?? 0 } }

    func note(_ round: OutboxBound.Round, in district: String) {
        state.withLock { $0.bounds[district, default: OutboxBound()].note(round) }
    }
}
