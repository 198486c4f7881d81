import Logging
import ServiceLifecycle
import Store

/// Drops deliveries that were told long ago, and the attempts of months that are over.
public struct Retention: Service {
    private static let batch = 2000
    private static let rest = Duration.seconds(3600)

    private let store: Store
    private let days: Int
    private let logger: Logger

    /// - Parameter days: how long what was told is kept; at least one.
    public init(store: Store, days: Int, logger: Logger) {
        self.store = store
        self.days = max(1, days)
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await sweep() } catch is CancellationError { return } catch {
                    logger.warning("old deliveries were not dropped", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.rest)
            }
        }
    }

    /// Drops all that is old enough now.
    func sweep() async throws {
        while try await store.dropDeliveries(olderThanDays: days, limit: Self.batch) == Self.batch {
            try Task.checkCancellation()
        }
        _ = try await store.dropAttempts(olderThanDays: days)
        try await store.dropSpentLinks()
    }
}
