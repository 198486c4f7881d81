import Domain
import Store
import Synchronization

/// Idempotency keys of requests that are running in this broker. Across brokers the unique key in the database decides.
public final class RunningKeys: Sendable {
    private let running = Mutex<Set<[String]>>([])

    public init() {}

    /// Takes the key for as long as the body runs.
    /// - Throws: `BrokerError.keyInFlight` when another request holds it.
    public func hold<Result>(
        _ key: String, of caller: Caller, _ body: () async throws -> Result
    ) async throws -> Result {
        let name = [caller.district, caller.organization, key]
        guard running.withLock({ $0.insert(name).inserted }) else { throw BrokerError.keyInFlight }
        defer { running.withLock { _ = $0.remove(name) } }
        return try await body()
    }
}
