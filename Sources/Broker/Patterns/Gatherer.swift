import Domain
import Foundation
import JSON
import Logging
import ServiceLifecycle
import Store

/// Reads the feeds for what whistles are found by, and sees where like ones gather. A moment behind intake, on purpose:
/// while a district is flooded it takes one step a second and leaves the machine to the flood.
public struct Gatherer: Service {
    private static let rest = Duration.seconds(1)
    /// Rows of the feed that a step reads. A whistle costs PostgreSQL some 150 µs: in a flood that is one core's sixtieth.
    static let step = 1000
    private static let floodStep = 100

    private let broker: Broker
    private let logger: Logger

    public init(broker: Broker, logger: Logger) {
        self.broker = broker
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var position: [String: Int] = [:]
            while !Task.isCancelled {
                var rest = Self.rest
                do {
                    for (district, end) in try await broker.store.districtsToGather() {
                        // A feed that stands still is read to its end at once.
                        let isStill = position.updateValue(end, forKey: district) == end
                        _ = try await broker.gather(district, limit: isStill ? Self.step : Self.floodStep)
                        if isStill { rest = .zero }
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("gathering failed, next try in a second", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: rest)
            }
        }
    }
}

extension Broker {
    /// Takes one step through a district's feed: writes catchwords, detects hotspots. With several brokers one does.
    /// - Parameter waits: for another that is at it.
    /// - Returns: how many rows were read; 0 when nothing is left, or another is at it.
    func gather(_ code: String, limit: Int = Gatherer.step, waits: Bool = false) async throws -> Int {
        let district = try await districts.district(code)
        return try await store.change(code) { work in
            guard let position = try await work.lockGathering(waits: waits) else { return 0 }
            let caught = try await work.catchWords(after: position, limit: limit)
            guard caught.read > 0 else { return 0 }
            let moment = district.now()
            var head: DistrictHead?
            var found = 0
            for cluster in caught.clusters {
                let isNew = try await detect(cluster, in: district, at: moment, after: found, &head, &work)
                if isNew { found += 1 }
            }
            if let head { work.save(head) }
            work.moveGathering(to: caught.position)
            return caught.read
        }
    }

    /// Reads a district's feed to its end, so that what follows sees all that was told.
    func gatherAll(_ code: String) async throws {
        try await relayAll(code)
        while try await gather(code, waits: true) > 0 {}
    }

    /// Counts a cluster that has grown; makes it a hotspot once, and keeps the count of one that is known.
    /// - Parameters:
    ///   - found: how many this step has made.
    ///   - head: the district's history, locked with the step's first new hotspot; the next ones go on from there.
    /// - Returns: whether it is a new one.
    private func detect(
        _ cluster: Cluster, in district: District, at moment: Moment, after found: Int, _ head: inout DistrictHead?,
        _ work: inout Work
    ) async throws -> Bool {
        let rules = district.current.rulebook.meetings.hotspots
        guard
            let counted = try await work.count(
                cluster, since: rules.since(moment.business), threshold: rules.count),
            let oldest = counted.oldestCounted
        else { return false }
        if var known = try await work.lockHotspot(of: cluster, at: moment.business) {
            known.count = counted.count
            known.lastAt = counted.lastAt
            known.coolsAt = rules.cools(oldest)
            known.version += 1
            work.save(known)
            return false
        }
        let book = district.current.rulebook
        var hotspot = Hotspot()
        hotspot.id = UUID.version7(at: moment.machine)
        hotspot.number = try await work.nextHotspotNumber(
            prefix: book.prefixes.whistle + "R", year: district.zone.date(moment.business).year, after: found)
        hotspot.state = book.meetings.triggers.hotspot ? .open : .noted
        hotspot.cluster = cluster
        hotspot.count = counted.count
        hotspot.firstAt = counted.firstAt
        hotspot.lastAt = counted.lastAt
        hotspot.coolsAt = rules.cools(oldest)
        hotspot.createdAt = moment.business
        var end = if let head { head } else { try await work.lockDistrict() }
        let told = tell(
            .hotspotDetected, hotspot, rules, by: .system(district: district.code), in: district, moment, &end)
        head = end
        work.add(hotspot)
        work.record([told.0], [told.1])
        return true
    }

    private func tell(
        _ type: EventType, _ hotspot: Hotspot, _ rules: HotspotRules, by caller: Caller, in district: District,
        _ moment: Moment, _ head: inout DistrictHead
    ) -> (HistoryLine, OutboxEntry) {
        let category = district.current.rulebook.category(hotspot.cluster.category)?.name ?? hotspot.cluster.category
        let detail: JSON = [
            "title": .string(category), "category": .string(category),
            "organization": .string(hotspot.cluster.township),
            "place": .string(hotspot.cluster.place), "count": .integer(hotspot.count), "days": .integer(rules.days),
        ]
        let line = Chronicle.record(
            &head, type: type.rawValue, by: caller, at: moment.business,
            data: ["hotspot": .string(hotspot.number), "detail": detail])
        let entry = Chronicle.entry(
            [Event(type, detail: detail)], of: hotspot.id, by: caller, at: moment.business
        ) { json in
            json.member("hotspot") { json in
                json.object { json in
                    json.member("id", hotspot.id.text)
                    json.member("number", hotspot.number)
                    json.member("category", hotspot.cluster.category)
                    json.member("township", hotspot.cluster.township)
                    json.member("place", hotspot.cluster.place)
                    json.member("count", hotspot.count)
                    json.member("state", hotspot.state.rawValue)
                }
            }
        } own: { _, _ in
            [hotspot.cluster.township]
        }
        return (line, entry)
    }
}
