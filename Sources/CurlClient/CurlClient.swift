import Synchronization

/// An HTTP client for sending to addresses that others chose. Two pools of connections, each on a thread of its own:
/// one for public addresses and one for internal addresses the policy allows. Redirects, proxies of the environment
/// and content encodings are off.
public final class CurlClient: Sendable {
    private let configuration: CurlClientConfiguration
    private let current: CurrentPolicy
    private let open: Mailbox
    private let `internal`: Mailbox
    /// Whether it was started, ever.
    private let isStarted = Mutex(false)

    /// Makes a client that is not yet running.
    public init(configuration: CurlClientConfiguration = CurlClientConfiguration()) {
        self.configuration = configuration
        current = CurrentPolicy(configuration.policy)
        open = Mailbox(capacity: configuration.maximumInFlight + configuration.maximumWaiting)
        `internal` = Mailbox(capacity: configuration.maximumInFlight + configuration.maximumWaiting)
    }

    deinit {
        close(after: .zero)
    }

    /// Starts the two threads. A second call does nothing; a client that was shut down cannot be started again.
    /// Should the machine have no thread or memory left, requests fail with `CurlError.shutDown`.
    public func start() {
        isStarted.withLock { isStarted in
            guard !isStarted else { return }
            isStarted = true
            launch(.open, open, other: `internal`)
            launch(.internal, `internal`, other: open)
        }
    }

    /// Accepts nothing more, fails what waits with `CurlError.shutDown`, lets what is on the wire finish for at most
    /// the configured grace, and returns once both threads have let go of all they held.
    public func shutdown() async {
        isStarted.withLock { $0 = true }
        close(after: configuration.shutdownGrace)
        await open.ended()
        await `internal`.ended()
    }

    /// Sends a request and waits for the answer. Any status is an answer, 3xx to 5xx too. Cancelling the task ends
    /// the exchange at once with `CurlError.cancelled`.
    ///
    /// - Throws: see `CurlError`; `neverSent` tells whether sending again is free of risk.
    public func send(_ request: CurlRequest) async throws(CurlError) -> CurlResponse {
        let (target, mailbox) = try admit(request)
        let cancellation = Cancellation()
        let outcome: Outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let exchange = Exchange(
                    request: request, target: target, completion: .resume(continuation), cancellation: cancellation)
                if let refusal = mailbox.post(exchange) {
                    continuation.resume(returning: .failure(Self.error(for: refusal)))
                }
            }
        } onCancel: {
            cancellation.request()
            open.sweep()
            `internal`.sweep()
        }
        return try outcome.get()
    }

    /// Sends many requests without a task for each.
    ///
    /// - Parameters:
    ///   - requests: in the order in which they go to one host.
    ///   - onDone: called once for each request with its index, on a thread of the client (or before this returns,
    ///     for a request refused at once). It must not block: nothing is sent or received meanwhile.
    public func submit(
        _ requests: [CurlRequest],
        onDone: @escaping @Sendable (Int, Result<CurlResponse, CurlError>) -> Void
    ) {
        var forOpen: [Exchange] = []
        var forInternal: [Exchange] = []
        for (index, request) in requests.enumerated() {
            do throws(CurlError) {
                let (target, mailbox) = try admit(request)
                let exchange = Exchange(
                    request: request, target: target, completion: .call(index, onDone), cancellation: nil)
                if mailbox === open { forOpen.append(exchange) } else { forInternal.append(exchange) }
            } catch {
                onDone(index, .failure(error))
            }
        }
        for (mailbox, exchanges) in [(open, forOpen), (`internal`, forInternal)] where !exchanges.isEmpty {
            let (accepted, refusal) = mailbox.post(exchanges)
            guard let refusal else { continue }
            for exchange in exchanges[accepted...] { exchange.completion(.failure(Self.error(for: refusal))) }
        }
    }

    /// Changes which addresses may be reached: at once, for pooled connections too. Requests already sent are not
    /// called back.
    public func update(policy: AddressPolicy) {
        current.policy = policy
    }

    /// How things stand.
    public var statistics: CurlStatistics {
        open.statistics + `internal`.statistics
    }

    /// Judges what can be judged before any name is resolved, and picks the pool to begin with.
    private func admit(_ request: CurlRequest) throws(CurlError) -> (Target, Mailbox) {
        try request.checkHeaders()
        let target = try Target(url: request.url)
        guard let address = target.address else { return (target, open) }
        switch current.judge(address) {
        case .publicAddress: return (target, open)
        case .allowedInternal: return (target, `internal`)
        case .refused(let reason): throw .refusedAddress(reason: reason)
        }
    }

    private func launch(_ route: Route, _ mailbox: Mailbox, other: Mailbox) {
        let loop = CurlLoop(
            route: route, mailbox: mailbox, other: other, configuration: configuration, policy: current)
        guard let loop, LoopThread.start(loop) else {
            _ = mailbox.end()
            mailbox.announceEnd()
            return
        }
    }

    private func close(after grace: Duration) {
        let deadline = ContinuousClock.now + grace
        open.close(deadline: deadline)
        `internal`.close(deadline: deadline)
    }

    private static func error(for refusal: Mailbox.Refusal) -> CurlError {
        switch refusal {
        case .closed: .shutDown
        case .full: .tooManyRequests
        }
    }
}
