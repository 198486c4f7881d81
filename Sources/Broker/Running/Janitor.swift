import Domain
import Logging
import ServiceLifecycle
import Store

/// Keeps house: frees leases that ran out within a second, takes over moved demo clocks, notes which tokens were used,
/// forgets old answers, makes the partitions of the months ahead and the daily checkpoints of history.
public struct Janitor: Service {
    /// Answers under an `Idempotency-Key` are kept this long; the contract asks for 24 hours.
    private static let answerHours = 48
    private static let reapedAtOnce = 500

    private let broker: Broker
    private let logger: Logger

    public init(broker: Broker, logger: Logger) {
        self.broker = broker
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                await self.sweep(round)
                round += 1
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func sweep(_ round: Int) async {
        do {
            while case let queues = try await broker.store.reapLeases(limit: Self.reapedAtOnce), !queues.isEmpty {
                for (district, queue) in queues { broker.desks.arrived(district: district, queue: queue) }
            }
            try await broker.districts.refresh()
            if round % 60 == 0 {
                for (district, tokens) in broker.callers.recent() where !tokens.isEmpty {
                    try await broker.store.markUsed(tokens, in: district)
                }
            }
            if round % 3600 == 0 {
                try await broker.store.makePartitions()
                try await broker.store.forgetAnswers(olderThanHours: Self.answerHours)
                try await broker.store.dropLostChunks()
                for district in try await broker.store.districtCodes() {
                    try await broker.makeDailyCheckpoint(district)
                    try await broker.eraseOldContacts(district)
                }
            }
        } catch {
            logger.warning("housekeeping failed, next try in a second", metadata: ["error": "\(error)"])
        }
    }
}
