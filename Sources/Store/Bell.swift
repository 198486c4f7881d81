import Synchronization

/// Says that something was written that a loop of this process waits for, so that it need not ask the database to find
/// out. A hint: what other brokers write is found by asking now and then.
public final class Bell: Sendable {
    private let rung = Mutex(false)

    public init() {}

    public func ring() { rung.withLock { $0 = true } }

    /// Whether it was rung since the last time; it is quiet again then.
    public func answer() -> Bool {
        rung.withLock { rung in
            defer { rung = false }
            return rung
        }
    }
}
