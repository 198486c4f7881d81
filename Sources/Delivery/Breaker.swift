import Domain

/// Keeps away from an endpoint that fails: opens at five failures in a row, or when half of twenty or more in five minutes
/// failed; then it rests, one message is tried, and it closes or rests longer. Plain numbers, kept in the endpoint's row.
struct Breaker: Sendable, Equatable {
    /// What went out in one minute.
    struct Minute: Sendable, Equatable {
        /// Minutes since 1970.
        var minute: Int64
        var sent: Int
        var failed: Int
    }

    private static let inARow = 5
    private static let enough = 20
    private static let minutesKept: Int64 = 5
    /// Seconds: doubled with each trial that fails.
    private static let rest = (first: Int64(10), most: Int64(300))

    var failuresInARow = 0
    var minutes: [Minute] = []
    /// How often in a row it opened; 0: closed.
    var opened = 0
    var openUntil: Timestamp?

    /// Whether only one message may be tried now.
    var isOpen: Bool { opened > 0 }

    /// Notes a message that was taken.
    mutating func succeeded(at now: Timestamp) {
        // What was under way when it opened says nothing of the time after.
        if let openUntil, now < openUntil { return }
        if isOpen { self = Breaker() }
        failuresInARow = 0
        count(now, failed: false)
    }

    /// Notes a message that failed.
    mutating func failed(at now: Timestamp) {
        if let openUntil, now < openUntil { return }
        failuresInARow += 1
        count(now, failed: true)
        let (sent, failed) = minutes.reduce((0, 0)) { ($0.0 + $1.sent, $0.1 + $1.failed) }
        guard isOpen || failuresInARow >= Self.inARow || (sent >= Self.enough && failed * 2 >= sent) else { return }
        open(at: now)
    }

    /// Opens it, or keeps it open for longer.
    mutating func open(at now: Timestamp) {
        let rest = min(Self.rest.first << min(opened, 16), Self.rest.most)
        opened += 1
        openUntil = now.adding(seconds: rest)
    }

    private mutating func count(_ now: Timestamp, failed: Bool) {
        let minute = now.seconds / 60
        minutes.removeAll { $0.minute <= minute - Self.minutesKept || $0.minute > minute }
        if minutes.last?.minute != minute { minutes.append(Minute(minute: minute, sent: 0, failed: 0)) }
        minutes[minutes.count - 1].sent += 1
        if failed { minutes[minutes.count - 1].failed += 1 }
    }
}
