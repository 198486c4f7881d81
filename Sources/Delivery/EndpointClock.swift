import Domain

/// The database's clock for the length of a lease: its time when the lease began, and what has gone by since. Limits are
/// kept by it, since several brokers' own clocks differ.
struct EndpointClock: Sendable {
    private let leasedAt: Timestamp
    private let began = ContinuousClock.now

    init(leasedAt: Timestamp) { self.leasedAt = leasedAt }

    var now: Timestamp {
        let gone = (ContinuousClock.now - began).components
        return leasedAt.adding(microseconds: gone.seconds * 1_000_000 + gone.attoseconds / 1_000_000_000_000)
    }
}
