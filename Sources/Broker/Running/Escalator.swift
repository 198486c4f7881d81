import Domain
import Foundation
import Logging
import ServiceLifecycle
import Store

/// Fires what the ladder has due: reads an index of due times, locks the matters, fires each rung with its own time, in
/// one transaction. With several brokers the second to come finds nothing left.
public struct Escalator: Service {
    private static let rest = Duration.milliseconds(500)
    private static let pauseAfterFailure = Duration.seconds(1)

    private let broker: Broker
    private let logger: Logger

    public init(broker: Broker, logger: Logger) {
        self.broker = broker
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var rest = Self.rest
                do {
                    for district in try await broker.store.districtsWithEscalations() {
                        if try await broker.escalate(district) > 0 { rest = .zero }
                        if try await broker.fireMilestones(district) > 0 { rest = .zero }
                    }
                } catch is CancellationError {
                    return
                } catch {
                    rest = Self.pauseAfterFailure
                    logger.warning("escalation failed, next try in a second", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: rest)
            }
        }
    }
}

extension Broker {
    /// Matters a transaction takes at once.
    private static let escalatedAtOnce = 50

    /// Fires what is due in a district now.
    /// - Returns: how many matters were looked at; 0 when nothing is due.
    func escalate(_ code: String) async throws -> Int {
        let district = try await districts.district(code)
        let ids = try await store.dueEscalations(
            in: code, by: district.now().business, limit: Self.escalatedAtOnce)
        guard !ids.isEmpty else { return 0 }
        let system = Caller.system(district: code)
        try await store.change(code) { work in
            let moment = district.now()
            var changed: [Matter] = []
            var lines: [HistoryLine] = []
            var entries: [OutboxEntry] = []
            for var matter in try await work.lockMatters(.whistles(ids), rules: district.rules) {
                matter.escalate(at: moment, organizations: district.organizations)
                if !matter.events.isEmpty {
                    let (line, entry) = Chronicle.record(&matter, by: system, at: moment.business)
                    lines.append(line)
                    entries.append(entry)
                }
                changed.append(matter)
            }
            if !changed.isEmpty { work.apply(changed, history: lines, outbox: entries) }
        }
        return ids.count
    }

    /// Fires everything that is due by now, and waits until it can be read in the feed.
    func catchUp(_ district: String) async throws {
        while try await escalate(district) > 0 {}
        while try await fireMilestones(district) > 0 {}
        try await relayAll(district)
    }

    /// Waits until all that was told can be read in the feed.
    func relayAll(_ district: String) async throws {
        // Another relay may hold the feed for a moment; then there is nothing to do but to look again.
        while try await store.hasNews(district) {
            if try await store.relay(district, limit: 500) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }
}
