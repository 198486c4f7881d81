import Synchronization

/// The last statistics the owner thread has told.
final class PublishedStatistics: Sendable {
    private let statistics = Mutex(PoolStatistics())

    var value: PoolStatistics {
        statistics.withLock { $0 }
    }

    func set(_ value: PoolStatistics) {
        statistics.withLock { $0 = value }
    }
}
