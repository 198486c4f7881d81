import Synchronization

/// How requests reach a loop, and how the loop is woken: one lock, and one wakeup for all that was posted while the
/// loop slept.
final class Mailbox: Sendable {
    /// What was posted since the last look.
    struct Post {
        var exchanges: [Exchange] = []
        /// Somebody asked for a cancellation: look through the flags.
        var mustSweep = false
        /// Set once shutdown began: when to give up what still runs.
        var stopAt: ContinuousClock.Instant?
    }

    enum Refusal {
        case closed
        case full
    }

    private struct State {
        /// `nil` before the loop runs and after it ended.
        var waker: Waker?
        var isOpen = false
        var hasEnded = true
        var isAsleep = false
        var post = Post()
        /// Accepted and not yet done, as far as the loop has told.
        var outstanding = 0
        var statistics = CurlStatistics()
        var watchers: [UnsafeContinuation<Void, Never>] = []

        mutating func wake() {
            guard isAsleep, let waker else { return }
            isAsleep = false
            waker()
        }
    }

    private let state: Mutex<State>
    private let capacity: Int

    /// - Parameter capacity: how many exchanges may be accepted and not yet done.
    init(capacity: Int) {
        self.capacity = capacity
        state = Mutex(State())
    }

    /// Accepts exchanges in order, as many as there is room for.
    ///
    /// - Parameter mustAccept: for exchanges that were accepted by the other loop already.
    /// - Returns: why those beyond the first `accepted` were not.
    func post(_ exchanges: [Exchange], mustAccept: Bool = false) -> (accepted: Int, refusal: Refusal?) {
        state.withLock { state in
            guard state.isOpen else { return (0, .closed) }
            let room = mustAccept ? exchanges.count : max(0, min(exchanges.count, capacity - state.outstanding))
            state.post.exchanges.append(contentsOf: exchanges.prefix(room))
            state.outstanding += room
            if room > 0 { state.wake() }
            return (room, room < exchanges.count ? .full : nil)
        }
    }

    /// The same for one exchange.
    func post(_ exchange: Exchange) -> Refusal? {
        state.withLock { state in
            guard state.isOpen else { return .closed }
            guard state.outstanding < capacity else { return .full }
            state.post.exchanges.append(exchange)
            state.outstanding += 1
            state.wake()
            return nil
        }
    }

    /// Asks the loop to look for cancelled exchanges.
    func sweep() {
        state.withLock { state in
            state.post.mustSweep = true
            state.wake()
        }
    }

    /// Accepts nothing more and asks the loop to end: at `deadline`, or as soon as nothing runs.
    func close(deadline: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            state.post.stopAt = deadline
            state.wake()
        }
    }

    /// Returns once the loop has ended and freed what it held.
    func ended() async {
        await withUnsafeContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.hasEnded { state.watchers.append(continuation) }
                return state.hasEnded
            }
            if isOver { continuation.resume() }
        }
    }

    var statistics: CurlStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = max(0, state.outstanding - statistics.inFlight)
            return statistics
        }
    }

    // MARK: The loop's side

    func open(_ waker: Waker) {
        state.withLock { state in
            state.waker = waker
            state.isOpen = true
            state.hasEnded = false
        }
    }

    /// Makes room for as many exchanges as are done. Before their callers are told: they may send the next at once.
    func settle(done: Int, statistics: CurlStatistics) {
        state.withLock { state in
            state.outstanding -= done
            state.statistics = statistics
        }
    }

    /// Takes out everything posted.
    ///
    /// - Parameter maySleep: whether the loop will sleep if nothing was posted; the next post then wakes it.
    /// - Returns: what was posted, and whether the loop is to sleep now.
    func collect(maySleep: Bool) -> (post: Post, sleeps: Bool) {
        state.withLock { state in
            let isEmpty = state.post.exchanges.isEmpty && !state.post.mustSweep && state.post.stopAt == nil
            state.isAsleep = maySleep && isEmpty
            guard !isEmpty else { return (Post(), state.isAsleep) }
            defer { state.post = Post() }
            return (state.post, false)
        }
    }

    /// Nobody may wake the loop any more. Returns what it never looked at.
    func end() -> [Exchange] {
        state.withLock { state in
            state.waker = nil
            state.isOpen = false
            defer { state.post = Post() }
            return state.post.exchanges
        }
    }

    /// Lets those go who wait for the end.
    func announceEnd() {
        let watchers = state.withLock { state in
            state.hasEnded = true
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.resume() }
    }
}
