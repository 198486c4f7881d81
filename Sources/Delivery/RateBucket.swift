import Domain

/// What is left of an endpoint's rate: plain numbers that are kept in its row, so that neither a restart nor another
/// broker begins anew. Whole numbers, since a rounding would some day let one too many through.
struct RateBucket: Sendable, Equatable {
    /// Millionths of a message, one entry a window of the limit.
    var levels: [Int64]
    var updatedAt: Timestamp

    /// Whether a message may go.
    enum Admission: Sendable, Equatable {
        case taken
        /// Not before so many microseconds have gone by.
        case wait(microseconds: Int64)
    }

    private static let one: Int64 = 1_000_000

    /// A full one.
    init(_ limit: RateLimit, at now: Timestamp) {
        levels = limit.windows.map { Int64($0.burst) * Self.one }
        updatedAt = now
    }

    /// One that was kept; levels that do not fit the limit (it was changed) count as empty.
    init(levels: [Int64], updatedAt: Timestamp, of limit: RateLimit) {
        self.levels = levels.count == limit.windows.count ? levels : limit.windows.map { _ in 0 }
        self.updatedAt = updatedAt
    }

    /// Takes one message out, or says how long to wait; asking alone changes nothing.
    /// - Parameter now: machine time, the database's; a time before the last one counts as that one.
    mutating func take(at now: Timestamp, urgent: Bool, _ limit: RateLimit) -> Admission {
        let filled = filled(at: now, limit)
        var wait: Int64 = 0
        for (level, window) in zip(filled, limit.windows) {
            let needed = Self.one * Int64(urgent ? 1 : 1 + min(window.kept, window.burst - 1))
            guard level < needed else { continue }
            // A millionth flows in every seconds ÷ refill microseconds; rounded up.
            let missing = (needed - level) * Int64(window.seconds)
            wait = max(wait, (missing + Int64(window.refill) - 1) / Int64(window.refill))
        }
        if wait > 0 { return .wait(microseconds: wait + max(0, updatedAt.since(now))) }
        levels = filled.map { $0 - Self.one }
        updatedAt = max(now, updatedAt)
        return .taken
    }

    /// Empties it: the endpoint said that it was asked too often.
    mutating func drain(at now: Timestamp) {
        levels = levels.map { _ in 0 }
        updatedAt = max(updatedAt, now)
    }

    private func filled(at now: Timestamp, _ limit: RateLimit) -> [Int64] {
        guard now > updatedAt else { return levels }
        // Bounded, so that a bucket from long ago cannot overflow; every window is full by then.
        let gone = min(now.since(updatedAt), 7 * 86_400 * Self.one)
        return zip(levels, limit.windows).map { level, window in
            // Rounded down: what is lost is less than a millionth of a message.
            let whole = gone / Int64(window.seconds) * Int64(window.refill)
            let part = gone % Int64(window.seconds) * Int64(window.refill) / Int64(window.seconds)
            return min(level + whole + part, Int64(window.burst) * Self.one)
        }
    }
}
