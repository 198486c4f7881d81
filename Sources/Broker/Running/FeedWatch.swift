import Domain
import Logging
import ServiceLifecycle
import Store
import Synchronization

/// Those who read events as they happen. One look at the feeds serves all readers of a broker: at once when the relay of
/// this process has written, or another broker tells that its own has; within a second where that is not heard.
public final class FeedWatch: Service, Sendable {
    private struct State {
        var readers: [UInt64: FeedReader] = [:]
        var places: [String: Int] = [:]
        var nextID: UInt64 = 0
        var ended = false
    }

    private static let tick = Duration.milliseconds(25)

    private let store: Store
    private let hints: Hints
    /// What other brokers write is looked for this often without a hint.
    private let polling: Duration
    private let logger: Logger
    private let heard = Bell()
    private let state = Mutex(State())

    init(store: Store, hints: Hints, polling: Duration, logger: Logger) {
        self.store = store
        self.hints = hints
        self.polling = polling
        self.logger = logger
    }

    /// Watches until told to end; then every reader's wait is over at once.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await keepTime()
        } onGracefulShutdown: {
            self.end()
        }
    }

    /// A reader of a district's feed; it is to be closed by whoever opened it.
    /// - Parameter drop: ends its connection: called when it takes what it is sent too slowly.
    public func open(_ district: String, drop: @escaping @Sendable () -> Void) -> FeedReader {
        state.withLock { state in
            state.nextID += 1
            let reader = FeedReader(id: state.nextID, district: district, watch: self, drop: drop)
            if state.ended { reader.leave() } else { state.readers[reader.id] = reader }
            return reader
        }
    }

    /// Something may be in the feeds.
    func look() { heard.ring() }

    /// How many readers there are, for metrics.
    public var count: Int { state.withLock { $0.readers.count } }

    func close(_ reader: FeedReader) { state.withLock { $0.readers[reader.id] = nil } }

    /// The last place known of a district's feed.
    func place(in district: String) -> Int { state.withLock { $0.places[district] ?? 0 } }

    private func end() {
        let readers = state.withLock { state in
            state.ended = true
            defer { state.readers = [:] }
            return Array(state.readers.values)
        }
        for reader in readers { reader.leave() }
    }

    private func keepTime() async {
        var asked = ContinuousClock.now
        while !Task.isCancelled, !state.withLock({ $0.ended }) {
            try? await Task.sleep(for: Self.tick)
            let readers = state.withLock { Array($0.readers.values) }
            let told = store.told.answer()
            if told { hints.add(.feed) }
            let rung = heard.answer() || told
            let now = ContinuousClock.now
            for reader in readers { reader.keepTime(now) }
            guard !readers.isEmpty, rung || now - asked >= polling else { continue }
            asked = now
            do {
                let places = try await store.feedPlaces(Array(Set(readers.map(\.district))))
                state.withLock { $0.places.merge(places) { max($0, $1) } }
                for reader in readers { reader.arrived(places[reader.district] ?? 0) }
            } catch {
                logger.warning("feeds could not be looked at, next try in a second", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// One reader of a feed: waits for what is new, and is dropped when it does not take what it is sent.
public final class FeedReader: Sendable {
    /// Why a wait ended.
    public enum Wake: Sendable {
        /// There is something behind the place.
        case news
        /// Nothing came for so long.
        case quiet
        /// The reader left, or the broker ends.
        case over
    }

    private struct Waiting {
        let place: Int
        let until: ContinuousClock.Instant
        let answer: CheckedContinuation<Wake, Never>
    }

    private struct State {
        var isOver = false
        var waiting: Waiting?
        var writingSince: ContinuousClock.Instant?
    }

    /// A reader that takes nothing for so long is dropped: what it is sent is held in memory for it.
    private static let patience = Duration.seconds(10)

    let id: UInt64
    let district: String
    private let watch: FeedWatch
    private let drop: @Sendable () -> Void
    private let state = Mutex(State())

    init(id: UInt64, district: String, watch: FeedWatch, drop: @escaping @Sendable () -> Void) {
        self.id = id
        self.district = district
        self.watch = watch
        self.drop = drop
    }

    public var isOver: Bool { state.withLock { $0.isOver } }

    /// Waits until there is something behind a place, but not longer than so long.
    public func wait(after place: Int, for time: Duration) async -> Wake {
        await withCheckedContinuation { continuation in
            let known = watch.place(in: district)
            let wake: Wake? = state.withLock { state in
                if state.isOver { return .over }
                if known > place { return .news }
                state.waiting = Waiting(place: place, until: .now + time, answer: continuation)
                return nil
            }
            if let wake { continuation.resume(returning: wake) }
        }
    }

    /// Writes to the reader, who must take it in time.
    public func writing(_ write: () async throws -> Void) async rethrows {
        state.withLock { $0.writingSince = .now }
        defer { state.withLock { $0.writingSince = nil } }
        try await write()
    }

    /// The reader has gone.
    public func leave() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.answer.resume(returning: .over)
    }

    public func close() { watch.close(self) }

    func arrived(_ place: Int) { wake(.news) { $0.place < place } }

    func keepTime(_ now: ContinuousClock.Instant) {
        wake(.quiet) { $0.until <= now }
        let stuck = state.withLock { state in
            guard let since = state.writingSince, now - since > Self.patience else { return false }
            state.writingSince = nil
            return true
        }
        if stuck { drop() }
    }

    private func wake(_ wake: Wake, where holds: (Waiting) -> Bool) {
        let waiting = state.withLock { state -> Waiting? in
            guard let waiting = state.waiting, holds(waiting) else { return nil }
            state.waiting = nil
            return waiting
        }
        waiting?.answer.resume(returning: wake)
    }
}

extension Broker {
    /// The next stretch of the feed as the caller may see it.
    public func feedPart(after place: Int, changes: Int, for caller: Caller) async throws -> FeedPart {
        // What was known before is there to be read, or was removed since: nobody waits for it.
        let known = feedWatch.place(in: caller.district)
        var part = try await store.feedPart(
            after: place, changes: changes, viewer: caller.role.seesDistrict ? nil : caller.organization,
            in: caller.district)
        if !part.isFull { part.reached = max(part.reached, known) }
        return part
    }
}
