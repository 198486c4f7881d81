import Domain
import Foundation
import Store

extension Broker {
    /// Takes orders out of a queue for a bounded time; waits until something is there or the time is up.
    /// - Parameters:
    ///   - maximum: 1–100.
    ///   - leaseSeconds: 10–3600.
    ///   - wait: 0–60 seconds.
    public func claimOrders(
        of queue: String, maximum: Int, leaseSeconds: Int, wait: Duration, by caller: Caller
    ) async throws -> [ClaimedOrder] {
        try await permitQueue(queue, .claim, by: caller)
        return try await desks.claim(
            ClaimDemand(maximum: maximum, leaseSeconds: leaseSeconds), queue: queue, in: caller.district, wait: wait)
    }

    /// Who may look at a queue: its holder and those who see the district; to take from it, only its holder.
    public func permitQueue(_ queue: String, _ action: OrderAction?, by caller: Caller) async throws {
        let district = try await districts.district(caller.district)
        guard let organization = district.organizations[queue], organization.hasQueue,
            caller.role.seesDistrict || caller.organization == queue
        else { throw Refusal.notFound }
        if action != nil, caller.organization != queue || !caller.role.actsForOrganization { throw Refusal.forbidden }
    }

    /// The most meetings that a look into a queue names.
    public static let mostInvitations = 50

    /// A queue's orders by urgency and the meetings it is asked to, without taking any.
    public func queue(
        _ queue: String, states: [OrderState], for caller: Caller, after: QueueBound?, limit: Int
    ) async throws -> QueueView {
        try await permitQueue(queue, nil, by: caller)
        let now = try await districts.district(caller.district).now().business
        return try await store.queue(
            queue, states: states, after: after, limit: limit, at: now, invitations: Self.mostInvitations,
            in: caller.district)
    }

    /// Gives a claimed order back before its lease ends.
    public func releaseOrder(
        _ id: UUID, claim: UUID, by caller: Caller, _ terms: Terms<Matter> = Terms()
    ) async throws -> Matter {
        try await claimed(id, .release, by: caller, terms)
        let district = try await districts.district(caller.district)
        let freed = try await store.release(
            [(order: id, token: claim)], in: caller.district, at: district.now().business, actor: caller.actor)
        let fresh = try await self.matter(ofOrder: id, for: caller)
        guard !freed.isEmpty else { throw fresh.lost(id, by: caller, at: district.now()) }
        desks.arrived(fresh, in: caller.district)
        return fresh
    }

    /// Holds a claimed order longer, from now.
    public func extendLease(
        _ id: UUID, claim: UUID, seconds: Int, by caller: Caller, _ terms: Terms<Matter> = Terms()
    ) async throws -> Matter {
        try await claimed(id, .extendLease, by: caller, terms)
        let until = try await store.extendLease(id, token: claim, seconds: seconds, in: caller.district)
        let fresh = try await matter(ofOrder: id, for: caller)
        guard until != nil else {
            throw fresh.lost(id, by: caller, at: try await districts.district(caller.district).now())
        }
        return fresh
    }

    private func claimed(
        _ id: UUID, _ action: OrderAction, by caller: Caller, _ terms: Terms<Matter>
    ) async throws {
        let matter = try await matter(ofOrder: id, for: caller)
        guard let order = matter.order(id) else { throw Refusal.notFound }
        try matter.permitAnyState(action, on: order, by: caller)
        try terms.check(order.version)
    }
}

extension Matter {
    fileprivate func lost(_ id: UUID, by caller: Caller, at moment: Moment) -> Refusal {
        order(id).map { claimLost($0, by: caller, at: moment) } ?? .notFound
    }
}
