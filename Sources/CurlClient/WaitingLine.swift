/// Who may go on the wire next: at most `maximum` at once, at most `perHost` to one host, first come first served
/// within a host and the hosts in turn. It stands before libcurl's own queue, which would let requests to a hanging
/// host take every place and would not watch the time of those that wait.
struct WaitingLine {
    private final class Host {
        let key: String
        var running = 0
        var waiting: [Exchange] = []
        /// Where the front of `waiting` is: taking the first out of an array moves all the others.
        var front = 0
        /// Whether the host stands in `turns`.
        var hasTurn = false

        init(key: String) {
            self.key = key
        }

        var isWaiting: Bool { front < waiting.count }

        func takeFirst() -> Exchange {
            defer {
                front += 1
                if front > 32, front * 2 > waiting.count {
                    waiting.removeFirst(front)
                    front = 0
                }
            }
            return waiting[front]
        }
    }

    private let maximum: Int
    private let perHost: Int
    private var hosts: [String: Host] = [:]
    /// Hosts with somebody waiting and a place left, in the order of their turns.
    private var turns: [Host] = []
    private var front = 0
    private(set) var running = 0
    private(set) var waiting = 0

    init(maximum: Int, perHost: Int) {
        self.maximum = maximum
        self.perHost = perHost
    }

    /// Puts an exchange at the end of its host's line.
    mutating func join(_ exchange: Exchange) {
        let key = exchange.target.key
        let host: Host
        if let known = hosts[key] {
            host = known
        } else {
            host = Host(key: key)
            hosts[key] = host
        }
        host.waiting.append(exchange)
        waiting += 1
        giveTurn(to: host)
    }

    /// Takes out the next exchange that may go on the wire and counts it as running; `nil`: nobody may.
    mutating func next() -> Exchange? {
        guard running < maximum, front < turns.count else { return nil }
        let host = turns[front]
        front += 1
        if front > 32, front * 2 > turns.count {
            turns.removeFirst(front)
            front = 0
        }
        host.hasTurn = false
        let exchange = host.takeFirst()
        host.running += 1
        running += 1
        waiting -= 1
        giveTurn(to: host)
        return exchange
    }

    /// Counts an exchange that `next()` gave as no longer running.
    mutating func leave(_ target: Target) {
        guard let host = hosts[target.key] else { return }
        host.running -= 1
        running -= 1
        giveTurn(to: host)
        if host.running == 0, !host.isWaiting { hosts[target.key] = nil }
    }

    /// Takes out all waiting exchanges the condition holds for. Walks through everything.
    mutating func remove(where condition: (Exchange) -> Bool) -> [Exchange] {
        var removed: [Exchange] = []
        for host in hosts.values {
            var kept: [Exchange] = []
            for exchange in host.waiting[host.front...] {
                if condition(exchange) { removed.append(exchange) } else { kept.append(exchange) }
            }
            host.waiting = kept
            host.front = 0
            if host.running == 0, !host.isWaiting { hosts[host.key] = nil }
        }
        turns = turns[front...].filter { host in
            host.hasTurn = host.isWaiting
            return host.hasTurn
        }
        front = 0
        waiting -= removed.count
        return removed
    }

    private mutating func giveTurn(to host: Host) {
        guard !host.hasTurn, host.isWaiting, host.running < perHost else { return }
        host.hasTurn = true
        turns.append(host)
    }
}
