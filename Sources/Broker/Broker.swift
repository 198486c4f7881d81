import Domain
import Foundation
import JSON
import Logging
import Secrets
import Store

/// What the system does: one verb a file, each an extension of this. Holds what the verbs share and no state of any
/// matter.
public struct Broker: Sendable {
    public let store: Store
    public let districts: Districts
    /// The queues' waiting requests.
    public let desks: Desks
    /// The raise requests that wait for their common commit.
    public let intake: Intake
    /// Idempotency keys of requests that are running here.
    public let keys: RunningKeys
    /// The readers of event streams.
    public let feedWatch: FeedWatch
    /// What each token holds open.
    public let seats: Seats
    let secrets: SecretBox
    let numbers: NumberBlocks
    let callers: CallerCache
    /// What the other brokers of the database are told.
    let hints = Hints()
    let probe: any EndpointProbe
    /// Raises that are compared with what is there; each costs PostgreSQL some milliseconds.
    let glances = Glances(burst: 20, perSecond: 5)
    /// Where people reach this installation.
    let address: PublicAddress

    /// - Parameters:
    ///   - shared: the districts that other rooms look at too, kept fresh by this broker's janitor.
    ///   - polling: how soon is found what other brokers did and no hint told.
    public init(
        store: Store, calendar: WorkingCalendar, secrets: SecretBox, probe: any EndpointProbe,
        address: PublicAddress = PublicAddress(nil), districts shared: Districts? = nil,
        polling: Duration = .seconds(1),
        logger: Logger
    ) {
        self.address = address
        self.store = store
        self.probe = probe
        self.secrets = secrets
        districts = shared ?? Districts(store: store, calendar: calendar)
        numbers = NumberBlocks(store: store)
        desks = Desks(store: store, districts: districts, hints: hints, polling: polling, logger: logger)
        intake = Intake(store: store, districts: districts, numbers: numbers, desks: desks)
        keys = RunningKeys()
        callers = CallerCache(store: store, lifetime: polling)
        feedWatch = FeedWatch(store: store, hints: hints, polling: polling, logger: logger)
        seats = Seats()
    }
}

/// The terms a request sets for a change: the version it believes in, and the answer to remember under its key.
public struct Terms<Result: Sendable>: Sendable {
    /// `If-Match`.
    public var expectedVersions: Set<Int>?
    /// Renders the answer to remember, inside the transaction of the work; `nil` without an `Idempotency-Key`.
    public var answer: (@Sendable (Result) -> RememberedAnswer)?
    /// The signed link that asks, spent in the transaction of the work.
    var link: SpentLink?

    public init(expectedVersions: Set<Int>? = nil, answer: (@Sendable (Result) -> RememberedAnswer)? = nil) {
        self.expectedVersions = expectedVersions
        self.answer = answer
    }

    /// - Throws: `Refusal.stale` when the request believes in another version.
    func check(_ version: Int) throws(Refusal) {
        if let expectedVersions, !expectedVersions.contains(version) { throw .stale }
    }
}

extension Broker {
    /// The one way a verb changes a whistle: load for update, decide, apply.
    func changeMatter(
        _ key: MatterKey, by caller: Caller, _ terms: Terms<Matter>,
        _ decide: @Sendable (inout Matter, District, Moment) throws(Refusal) -> Void
    ) async throws -> Matter {
        let district = try await districts.district(caller.district)
        let matter = try await store.change(caller.district) { work in
            guard var matter = try await work.lockMatters(key, rules: district.rules).first,
                matter.isVisible(to: caller)
            else { throw Refusal.notFound }
            if let link = terms.link, try await !work.spend(link) { throw LinkFault.used }
            matter.expectedVersions = terms.expectedVersions
            let moment = district.now()
            try decide(&matter, district, moment)
            if !matter.events.isEmpty {
                let (line, entry) = Chronicle.record(&matter, by: caller, at: moment.business)
                work.apply([matter], history: [line], outbox: [entry])
            }
            work.remember(terms.answer?(matter))
            return matter
        }
        desks.arrived(matter, in: caller.district)
        return matter
    }

    /// The one way a verb changes an order: as `changeMatter`, with the order picked out.
    func changeOrder(
        _ id: UUID, by caller: Caller, _ terms: Terms<Matter>,
        _ decide: @Sendable (inout Matter, Order, Moment) throws(Refusal) -> Void
    ) async throws -> Matter {
        try await changeMatter(.orders([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            guard let order = matter.order(id) else { throw .notFound }
            try decide(&matter, order, moment)
        }
    }

    /// The same for a verb that names organizations.
    func changeOrder(
        _ id: UUID, by caller: Caller, _ terms: Terms<Matter>,
        _ decide: @Sendable (inout Matter, Order, District, Moment) throws(Refusal) -> Void
    ) async throws -> Matter {
        try await changeMatter(.orders([id]), by: caller, terms) { matter, district, moment throws(Refusal) in
            guard let order = matter.order(id) else { throw .notFound }
            try decide(&matter, order, district, moment)
        }
    }
}
