import CLibPQ

/// One connection of libpq, in pipeline mode. Belongs to the owner thread; nothing here ever blocks on the network.
final class Wire {
    /// What came of looking at the connection.
    enum Event {
        case nothing
        case connected
        case connectFailed(reason: String)
        case finished(Exchange)
        case lost
    }

    let id: Int
    /// When an attempt to connect is given up.
    let connectDeadline: MonotonicTime
    /// The lease it is lent to.
    var lease: Lease.ID?
    /// Set from the moment a cancel request is sent until it has arrived: it must not hit a later statement. Past this
    /// time the connection is given up.
    var cancelDeadline: MonotonicTime?
    /// Whether the server has the cancel; it may have refused it.
    var isCancelDelivered = false
    private(set) var exchange: Exchange?
    private(set) var isOpen = false
    var cache: StatementCache

    var handle: OpaquePointer?
    private let readiness: Readiness
    private var descriptor: Int32 = -1
    private var isWriting = false

    init(id: Int, readiness: Readiness, connectDeadline: MonotonicTime, cacheCapacity: Int) {
        self.id = id
        self.readiness = readiness
        self.connectDeadline = connectDeadline
        cache = StatementCache(capacity: cacheCapacity)
    }

    deinit {
        close()
    }

    /// Whether it can take a batch at this moment.
    var isFree: Bool { isOpen && exchange == nil && cancelDeadline == nil }

    /// Begins to connect.
    func connect(_ recipe: ConnectionRecipe, firstHost: Int) -> Event {
        handle = recipe.begin(firstHost: firstHost)
        guard let handle, PQstatus(handle) != CONNECTION_BAD else { return connectFailure() }
        // Otherwise libpq would write the server's notices to the standard error stream.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        watchWhileConnecting(for: .writing)
        return .nothing
    }

    /// Looks at what has become ready.
    func handle(_ interest: Readiness.Interest) -> Event {
        isOpen ? transfer() : proceedConnecting()
    }

    /// Closes the connection at once, whatever it is doing.
    func close() {
        guard let handle else { return }
        if descriptor >= 0 {
            readiness.forget(descriptor)
        }
        PQfinish(handle)
        self.handle = nil
        isOpen = false
    }

    /// The batch that was under way when the connection broke.
    func abandonExchange() -> Exchange? {
        defer { exchange = nil }
        return exchange
    }

    /// Changes the batch that is under way, if there is one.
    func update(_ change: (inout Exchange) -> Void) {
        guard exchange != nil else { return }
        change(&exchange!)
    }

    /// Sends what `exchange` consists of under one Sync.
    func begin(_ exchange: Exchange) {
        self.exchange = exchange
        // A failure to write shows up when the answer is read.
        _ = PQpipelineSync(handle)
        flush()
    }

    private func proceedConnecting() -> Event {
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: watchWhileConnecting(for: .reading)
        case PGRES_POLLING_WRITING: watchWhileConnecting(for: .writing)
        case PGRES_POLLING_OK:
            guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { return connectFailure() }
            isOpen = true
            watchWhileConnecting(for: .reading)
            return .connected
        default: return connectFailure()
        }
        return .nothing
    }

    /// libpq moves from socket to socket while it tries one host after the other.
    private func watchWhileConnecting(for interest: Readiness.Interest) {
        let current = PQsocket(handle)
        if descriptor >= 0, descriptor != current {
            readiness.forget(descriptor)
        }
        descriptor = current
        readiness.watch(descriptor, for: interest, token: UInt64(id))
    }

    private func connectFailure() -> Event {
        let reason = handle.map { String(cString: PQerrorMessage($0)) } ?? "out of memory"
        return .connectFailed(reason: reason)
    }

    private func transfer() -> Event {
        guard PQconsumeInput(handle) == 1 else { return .lost }
        if isWriting {
            flush()
        }
        return collect()
    }

    private func flush() {
        let mustWait = PQflush(handle) == 1
        guard mustWait != isWriting else { return }
        isWriting = mustWait
        readiness.watch(descriptor, for: mustWait ? [.reading, .writing] : .reading, token: UInt64(id))
    }

    /// Takes in all results that are complete.
    private func collect() -> Event {
        var endsInARow = 0
        while exchange != nil, PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                // One end follows each command; more of them mean that libpq has given up on the connection.
                endsInARow += 1
                guard endsInARow == 1, PQstatus(handle) == CONNECTION_OK else { return .lost }
                exchange?.advance()
                continue
            }
            endsInARow = 0
            switch take(result) {
            case .more: continue
            case .finished:
                defer { exchange = nil }
                return exchange.map { .finished($0) } ?? .nothing
            case .broken: return .lost
            }
        }
        return PQstatus(handle) == CONNECTION_OK ? .nothing : .lost
    }
}
