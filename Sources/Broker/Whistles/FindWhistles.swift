import Domain
import Foundation
import Store

extension Broker {
    /// The whistle of that id.
    /// - Throws: `Refusal.notFound` when there is none, or none for the caller to see.
    public func whistle(_ id: UUID, for caller: Caller) async throws -> Matter {
        try await matter(.whistles([id]), for: caller)
    }

    /// The matter an order belongs to.
    public func matter(ofOrder id: UUID, for caller: Caller) async throws -> Matter {
        try await matter(.orders([id]), for: caller)
    }

    private func matter(_ key: MatterKey, for caller: Caller) async throws -> Matter {
        let district = try await districts.district(caller.district)
        guard let matter = try await store.matter(key, in: caller.district, rules: district.rules),
            matter.isVisible(to: caller)
        else { throw Refusal.notFound }
        return matter
    }

    /// Whistles that the caller may see, newest first.
    public func whistles(
        _ filter: Store.WhistleFilter, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [Matter] {
        let district = try await districts.district(caller.district)
        var filter = filter
        filter.viewer = caller.role.seesDistrict ? nil : caller.organization
        return try await store.whistles(
            filter, before: before, limit: limit, in: caller.district, rules: district.rules)
    }

    /// A whistle's history as the caller may see it, oldest first: a department's own lines and the whistle's.
    public func history(
        of id: UUID, for caller: Caller, after sequence: Int, limit: Int
    ) async throws -> [HistoryLine] {
        let matter = try await whistle(id, for: caller)
        let whole =
            caller.role.seesDistrict || caller.organization == matter.whistle.raiser
            || caller.organization == matter.whistle.township
        return try await store.history(
            of: id, department: whole ? nil : caller.organization, after: sequence, limit: limit, in: caller.district)
    }

    /// The contacts that the caller may see: the raiser's own, the command centre's, and a department's after it received.
    public func contacts(of matters: [Matter], for caller: Caller) async throws -> [UUID: Contact] {
        let subjects = matters.filter { $0.whistle.hasContact && $0.showsContact(to: caller) }.map(\.whistle.id)
        guard !subjects.isEmpty else { return [:] }
        return try await store.contacts(of: subjects, shownTo: caller).mapValues(open)
    }
}

extension Matter {
    /// Whether the caller may see whom to ask.
    public func showsContact(to caller: Caller) -> Bool {
        switch caller.role {
        case .commandCentre: true
        case .admin, .supervisor, .observer: false
        default:
            caller.organization == whistle.raiser
                || orders.contains { $0.department == caller.organization && $0.receive?.metAt != nil }
        }
    }
}
