/// Decides who gets which connection and when a new one is opened; does no I/O and reads no clock.
///
/// `Demand` is what a waiter wants to do with its connection.
struct PoolMachine<Demand> {
    struct Waiter {
        let demand: Demand
        let deadline: MonotonicTime
    }

    enum Verdict {
        case use(connection: Int)
        case wait
        case refuse(PostgresError)
    }

    private(set) var statistics = PoolStatistics()
    private var waiters = Line<Waiter>()
    /// Connections nobody uses, the most recently used one last: its caches are the warmest.
    private var idle: [Int] = []
    private var lent: Set<Int> = []
    private var connecting: Set<Int> = []
    private var lastID = 0
    private var backoff: Backoff
    private let maximumConnections: Int
    private let maximumWaiters: Int
    private let acquireTimeout: Duration

    init(_ configuration: PostgresConfiguration) {
        maximumConnections = max(1, configuration.maximumConnections)
        maximumWaiters = max(0, configuration.maximumWaiters)
        acquireTimeout = configuration.acquireTimeout
        backoff = Backoff(from: configuration.minimumBackoff, to: configuration.maximumBackoff)
    }

    /// Somebody wants a connection.
    mutating func request(_ demand: Demand, now: MonotonicTime) -> Verdict {
        if let connection = idle.popLast() {
            lent.insert(connection)
            return .use(connection: connection)
        }
        guard waiters.count < maximumWaiters + unclaimed else {
            statistics.refusals += 1
            return .refuse(.poolExhausted)
        }
        waiters.append(Waiter(demand: demand, deadline: now.advanced(by: acquireTimeout)))
        return .wait
    }

    /// A demand whose connection broke before it was used goes back to the head of the line.
    mutating func requestAgain(_ demand: Demand, now: MonotonicTime) {
        waiters.prepend(Waiter(demand: demand, deadline: now.advanced(by: acquireTimeout)))
    }

    /// The numbers of connections to open now: as many as there are waiters without one in sight.
    mutating func connectionsToOpen(now: MonotonicTime) -> [Int] {
        guard backoff.allows(now) else { return [] }
        // After a failure one attempt at a time is enough to find out whether the server is back.
        let limit = backoff.isActive ? 1 : maximumConnections
        var opened: [Int] = []
        while connecting.count < min(waiters.count, limit), total < maximumConnections {
            lastID += 1
            connecting.insert(lastID)
            opened.append(lastID)
        }
        return opened
    }

    /// An attempt succeeded; returns who gets the connection.
    mutating func connected(_ connection: Int) -> Demand? {
        connecting.remove(connection)
        statistics.connects += 1
        backoff.reset()
        lent.insert(connection)
        return free(connection)
    }

    /// An attempt failed. `jitter` is between 0 and 1.
    mutating func connectFailed(_ connection: Int, reason: String, now: MonotonicTime, jitter: Double) {
        connecting.remove(connection)
        statistics.connectFailures += 1
        backoff.failed(reason: reason, now: now, jitter: jitter)
    }

    /// A lent connection is free again; returns who gets it next.
    mutating func free(_ connection: Int) -> Demand? {
        if let next = waiters.popFirst() { return next.demand }
        lent.remove(connection)
        idle.append(connection)
        return nil
    }

    /// An open connection is gone; `isLost` if nobody meant to close it.
    mutating func closed(_ connection: Int, isLost: Bool) {
        connecting.remove(connection)
        lent.remove(connection)
        idle.removeAll { $0 == connection }
        statistics.lostConnections += isLost ? 1 : 0
    }

    /// Takes out the waiters whose time is over, and says what to tell them.
    mutating func expire(now: MonotonicTime) -> [(Demand, PostgresError)] {
        let error = idle.isEmpty && lent.isEmpty ? backoff.lastFailure : nil
        var expired: [(Demand, PostgresError)] = []
        // All wait equally long, so those who came first are the first to go.
        while let first = waiters.first, first.deadline <= now {
            _ = waiters.popFirst()
            expired.append((first.demand, error ?? .acquireTimedOut))
        }
        statistics.acquireTimeouts += expired.count
        return expired
    }

    /// Takes out the first waiter with such a demand.
    mutating func withdraw(where matches: (Demand) -> Bool) -> Demand? {
        waiters.remove { matches($0.demand) }?.demand
    }

    /// Takes out all waiters.
    mutating func withdrawAll() -> [Demand] {
        var demands: [Demand] = []
        while let waiter = waiters.popFirst() {
            demands.append(waiter.demand)
        }
        return demands
    }

    mutating func count(statements: Int) {
        statistics.statements += statements
    }

    /// When ``expire(now:)`` or ``connectionsToOpen(now:)`` have something to do next.
    var nextDeadline: MonotonicTime? {
        guard let first = waiters.first else { return nil }
        guard connecting.isEmpty, total < maximumConnections, let attempt = backoff.notBefore else {
            return first.deadline
        }
        return min(first.deadline, attempt)
    }

    /// The counters together with what is the case now.
    var snapshot: PoolStatistics {
        var snapshot = statistics
        snapshot.open = idle.count + lent.count
        snapshot.idle = idle.count
        snapshot.lent = lent.count
        snapshot.connecting = connecting.count
        snapshot.waiting = waiters.count
        return snapshot
    }

    private var total: Int { idle.count + lent.count + connecting.count }

    /// Connections that will be opened for waiters: those callers wait for a handshake, not for each other, and do not
    /// count against the bound on waiters.
    private var unclaimed: Int { maximumConnections - idle.count - lent.count }
}
