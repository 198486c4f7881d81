import Domain
import Foundation
import JSON
import Store

/// A hotspot with the whistles it is made of.
public struct HotspotRecord: Sendable {
    public var hotspot: Hotspot
    public var whistles: [UUID]
}

/// A month's largest cluster (每月一题).
public struct MonthlyTopic: Sendable {
    public var cluster: Cluster
    public var count: Int
    public var whistles: [UUID]
}

extension Broker {
    /// A meeting takes so many whistles at most.
    private static let whistlesOnTable = 100

    /// Hotspots that the caller may see, newest first: all of the district, or a township's own.
    public func hotspots(
        state: HotspotState?, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [HotspotRecord] {
        let township = try Self.hotspotScope(caller)
        try await gatherAll(caller.district)
        let found = try await store.hotspots(
            state: state, township: township, before: before, limit: limit, in: caller.district)
        var records: [HotspotRecord] = []
        for hotspot in found { records.append(try await record(hotspot, in: caller.district)) }
        return records
    }

    /// The hotspot of that id, if the caller may see it.
    public func hotspot(_ id: UUID, for caller: Caller) async throws -> HotspotRecord {
        guard
            let hotspot = try await store.hotspots(id, township: nil, before: nil, limit: 1, in: caller.district).first,
            hotspot.isVisible(to: caller)
        else { throw Refusal.notFound }
        return try await record(hotspot, in: caller.district)
    }

    /// 每月一题: the largest cluster of what was raised in the month that holds a day; `nil` when nothing was, or nothing
    /// gathered.
    public func monthlyTopic(around day: LocalDate, for caller: Caller) async throws -> MonthlyTopic? {
        let township = try Self.hotspotScope(caller)
        let district = try await districts.district(caller.district)
        try await gatherAll(caller.district)
        let (first, next) = BulletinPeriod.monthly.days(around: day)
        let (from, before) = (district.zone.moment(first, second: 0), district.zone.moment(next, second: 0))
        guard
            let largest = try await store.largestClusters(
                from: from, before: before, township: township, limit: 1, in: caller.district
            ).first, largest.count > 1
        else { return nil }
        let whistles = try await store.whistles(
            of: largest.cluster, from: from, to: before.adding(microseconds: -1), limit: Self.whistlesOnTable,
            in: caller.district)
        return MonthlyTopic(cluster: largest.cluster, count: largest.count, whistles: whistles)
    }

    /// Calls the joint meeting that a hotspot proposes: its whistles that are not over are on the table.
    public func conveneHotspot(
        _ id: UUID, _ draft: MeetingDraft, by caller: Caller, _ terms: Terms<MeetingRecord>
    ) async throws -> MeetingRecord {
        let known = try await hotspot(id, for: caller)
        guard caller.role == .commandCentre else { throw Refusal.forbidden }
        // Judged before the request's own faults, and once more where the hotspot is locked.
        var asked = known.hotspot
        try terms.check(asked.version)
        try asked.answer(.convened, by: caller)
        let district = try await districts.district(caller.district)
        let matters = try await store.matters(.whistles(known.whistles), in: caller.district, rules: district.rules)
        let live = matters.filter { !$0.isEnded }
        var draft = draft
        draft.hotspot = id
        draft.whistles = known.whistles.filter { id in live.contains { $0.whistle.id == id } }
        if draft.invitees.isEmpty {
            draft.invitees = Array(Set(live.flatMap(\.orders).filter { !$0.state.isEnded }.map(\.department))).sorted()
        }
        return try await conveneMeeting(draft, by: caller, terms)
    }

    /// Says that a hotspot needs no meeting, and why.
    public func dismissHotspot(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<HotspotRecord>
    ) async throws -> HotspotRecord {
        let known = try await hotspot(id, for: caller)
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            guard var hotspot = try await work.lockHotspot(id) else { throw Refusal.notFound }
            guard caller.role == .commandCentre else { throw Refusal.forbidden }
            try terms.check(hotspot.version)
            try hotspot.answer(.dismissed, by: caller)
            hotspot.reason = reason
            var head = try await work.lockDistrict()
            let line = Chronicle.record(
                &head, type: "hotspot.dismissed", by: caller, at: district.now().business,
                data: ["hotspot": .string(hotspot.number), "reason": .string(reason)])
            work.save(hotspot)
            work.save(head)
            work.record([line], [])
            let record = HotspotRecord(hotspot: hotspot, whistles: known.whistles)
            work.remember(terms.answer?(record))
            return record
        }
    }

    private func record(_ hotspot: Hotspot, in district: String) async throws -> HotspotRecord {
        HotspotRecord(
            hotspot: hotspot,
            whistles: try await store.whistles(
                of: hotspot.cluster, from: hotspot.firstAt, to: hotspot.lastAt, limit: Self.whistlesOnTable,
                in: district))
    }

    /// Whose hotspots the caller sees: `nil` for all, or one township's.
    private static func hotspotScope(_ caller: Caller) throws(Refusal) -> String? {
        if caller.role.seesDistrict { return nil }
        guard caller.role == .township else { throw .forbidden }
        return caller.organization
    }
}
