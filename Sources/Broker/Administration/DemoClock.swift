import Domain
import Store

extension Broker {
    /// A demo's business time.
    /// - Throws: `Refusal.notFound` outside a demo.
    public func demoClock(for caller: Caller) async throws -> Timestamp {
        let district = try await districts.district(caller.district)
        guard district.isDemo else { throw Refusal.notFound }
        return district.now().business
    }

    /// Moves a demo's business time forward; it runs on from there.
    /// - Throws: `.rule(.clockBackwards)` for a time that has gone by.
    public func setDemoClock(_ wanted: Timestamp, by caller: Caller) async throws -> Timestamp {
        let district = try await districts.district(caller.district)
        guard district.isDemo else { throw Refusal.notFound }
        guard caller.role == .admin else { throw Refusal.forbidden }
        let now = district.now()
        guard wanted >= now.business else { throw Refusal.rule(Refusal.Rule(.clockBackwards, at: "/now")) }
        // What was raised so far gathers in the window of its own time.
        try await gatherAll(caller.district)
        let offset = try await store.advance(caller.district, to: wanted.since(now.machine))
        districts.update(offsets: [caller.district: offset])
        try await catchUp(caller.district)
        return try await districts.district(caller.district).now().business
    }
}
