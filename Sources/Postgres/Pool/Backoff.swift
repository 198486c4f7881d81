/// How long to leave a server alone that cannot be reached.
struct Backoff {
    /// No attempt before this time; `nil` if there was no failure since the last success.
    private(set) var notBefore: MonotonicTime?
    /// The last failure since the last success.
    private(set) var lastFailure: PostgresError?
    private var current: Duration
    private let minimum: Duration
    private let maximum: Duration

    init(from minimum: Duration, to maximum: Duration) {
        self.minimum = max(minimum, .milliseconds(1))
        self.maximum = max(maximum, self.minimum)
        current = self.minimum
    }

    var isActive: Bool { notBefore != nil }

    func allows(_ now: MonotonicTime) -> Bool {
        notBefore.map { $0 <= now } ?? true
    }

    /// `jitter` between 0 and 1 keeps many clients from coming back at the same moment.
    mutating func failed(reason: String, now: MonotonicTime, jitter: Double) {
        lastFailure = .cannotConnect(reason: reason)
        // Attempts that were made together and failed together count as one.
        guard allows(now) else { return }
        notBefore = now.advanced(by: current * (1 - jitter / 2))
        current = min(current * 2, maximum)
    }

    mutating func reset() {
        self = Backoff(from: minimum, to: maximum)
    }
}
