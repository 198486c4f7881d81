import Calendars
import Domain
import Store
import Synchronization

/// The districts this broker knows, loaded when first asked for and kept fresh by the janitor.
public final class Districts: Sendable {
    private let store: Store
    private let calendar: WorkingCalendar
    private let known = Mutex<[String: District]>([:])

    public init(store: Store, calendar: WorkingCalendar) {
        self.store = store
        self.calendar = calendar
    }

    /// The district of that code.
    /// - Throws: `Refusal.notFound` when there is none.
    public func district(_ code: String) async throws -> District {
        if let district = known.withLock({ $0[code] }) { return district }
        return try await reload(code)
    }

    /// Reads the district anew, after its organizations or rulebook changed.
    @discardableResult
    public func reload(_ code: String) async throws -> District {
        guard let stored = try await store.district(code) else { throw Refusal.notFound }
        var calendar = calendar
        for source in try await store.calendars() { calendar = calendar.setting(try OfficialCalendar.read(source)) }
        let district = try District(
            stored.row, rulebooks: stored.rulebooks, organizations: stored.organizations, calendar: calendar)
        known.withLock { $0[code] = district }
        return district
    }

    /// Takes over what another broker changed: a demo's clock, a rulebook, organizations, the calendar.
    func refresh() async throws {
        let states = try await store.districtStates()
        update(offsets: Dictionary(states.map { ($0.code, $0.offset) }) { $1 })
        for state in states {
            guard let version = known.withLock({ $0[state.code]?.version }), version != state.version else { continue }
            try await reload(state.code)
        }
    }

    /// Takes over how far business time is ahead.
    func update(offsets: [String: Int64]) {
        known.withLock { known in
            for (code, offset) in offsets {
                guard let district = known[code], district.offset < offset else { continue }
                known[code] = district.with(offset: offset)
            }
        }
    }
}
