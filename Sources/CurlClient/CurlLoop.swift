import CLibCurl

/// One multi handle and the thread that owns it: `run()` is that thread's whole life, and nothing here but the
/// mailbox is touched from elsewhere.
final class CurlLoop {
    let route: Route
    let mailbox: Mailbox
    let other: Mailbox
    let configuration: CurlClientConfiguration
    let policy: CurrentPolicy
    let multi: UnsafeMutableRawPointer

    var line: WaitingLine
    var running: [EasyHandle] = []
    var idle: [EasyHandle] = []
    /// Told at the end of a turn, so that new requests are on the wire before their callers get busy.
    var finished: [(completion: Completion, outcome: Outcome)] = []
    var finishedCount = 0
    var statistics = CurlStatistics()
    var stopAt: ContinuousClock.Instant?
    /// Hosts whose names led to the other route lately: they are passed on without another look-up. Bounded; being
    /// wrong costs a detour, never a wrong connection.
    var passedOn: Set<String> = []

    /// - Parameter other: the mailbox of the loop that has the other route.
    /// - Returns: `nil` when libcurl has no memory.
    init?(
        route: Route, mailbox: Mailbox, other: Mailbox, configuration: CurlClientConfiguration, policy: CurrentPolicy
    ) {
        CurlLibrary.ready
        guard let multi = curl_multi_init() else { return nil }
        self.route = route
        self.mailbox = mailbox
        self.other = other
        self.configuration = configuration
        self.policy = policy
        self.multi = multi
        line = WaitingLine(maximum: configuration.maximumInFlight, perHost: configuration.maximumPerHost)
        clibcurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        clibcurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumPerHost)
        clibcurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumInFlight)
        clibcurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.maximumInFlight)
        mailbox.open(Waker(multi: multi))
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    /// Works until the mailbox is closed and what runs is done or out of time.
    func run() {
        var mustPerform = false
        while true {
            var (post, sleeps) = mailbox.collect(maySleep: !mustPerform && !hasToEnd)
            if sleeps {
                curl_multi_poll(multi, nil, 0, milliseconds(until: stopAt), nil)
                (post, sleeps) = mailbox.collect(maySleep: false)
            }
            receive(post)
            if hasToEnd { break }
            startWaiting()
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            collectFinished()
            // What is started now goes out with the next turn, so there must be one before sleeping.
            mustPerform = startWaiting() > 0
            tellFinished()
        }
        end()
    }

    private func receive(_ post: Mailbox.Post) {
        for exchange in post.exchanges {
            if exchange.isCancelled {
                finish(exchange, .failure(.cancelled))
            } else if stopAt != nil || post.stopAt != nil {
                finish(exchange, .failure(.shutDown))
            } else if passedOn.contains(exchange.target.key), canPassOn(exchange) {
                passOn(exchange)
            } else {
                line.join(exchange)
            }
        }
        if post.mustSweep { sweep() }
        if let deadline = post.stopAt {
            stopAt = deadline
            for exchange in line.remove(where: { _ in true }) { finish(exchange, .failure(.shutDown)) }
        }
    }

    private func sweep() {
        for exchange in line.remove(where: \.isCancelled) { finish(exchange, .failure(.cancelled)) }
        for handle in running where handle.exchange?.isCancelled == true {
            release(handle, .failure(.cancelled))
        }
    }

    private var hasToEnd: Bool {
        guard let stopAt else { return false }
        return running.isEmpty || ContinuousClock.now >= stopAt
    }

    private func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return 10_000 }
        return Int32(clamping: (deadline - .now).wholeMilliseconds)
    }

    private func tellFinished() {
        statistics.inFlight = running.count
        mailbox.settle(done: finishedCount, statistics: statistics)
        finishedCount = 0
        for (completion, outcome) in finished { completion(outcome) }
        finished.removeAll(keepingCapacity: true)
    }

    private func end() {
        for handle in running {
            let mayHaveArrived = CurlError.unknownOutcome(
                code: Int(CURLE_ABORTED_BY_CALLBACK.rawValue), message: "shut down while on the wire")
            release(handle, .failure(handle.surelyNotSent ? .shutDown : mayHaveArrived))
        }
        for exchange in mailbox.end() { finish(exchange, .failure(.shutDown)) }
        tellFinished()
    }
}
