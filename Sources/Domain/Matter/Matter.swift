import Foundation
import JSON

/// Now, twice: business time for what is decided and told, machine time for leases.
public struct Moment: Sendable {
    public var business: Timestamp
    public var machine: Timestamp

    public init(business: Timestamp, machine: Timestamp) {
        self.business = business
        self.machine = machine
    }
}

/// A whistle with its orders: the aggregate that a verb loads, changes and saves as one.
public struct Matter: Sendable {
    public var whistle: Whistle
    public var orders: [Order]
    public let rules: MatterRules
    /// As it was read; what differs is written. `nil`: it was never stored.
    public let stored: StoredMatter?
    /// What this change has to tell, in order.
    public private(set) var events: [Event] = []
    /// Judgements this change adds.
    public internal(set) var evaluations: [Evaluation] = []
    /// Rulings this change adds.
    public internal(set) var precedents: [Precedent] = []
    /// Due times that a meeting set in this change, by order: dates of their own, whatever a limit says.
    public internal(set) var decidedDues: [UUID: Timestamp] = [:]
    /// Orders this change adds or alters.
    public internal(set) var addedOrders: Set<UUID> = []
    public internal(set) var changedOrders: Set<UUID> = []

    /// The version the caller believes it changes (`If-Match`), of the whistle or of the order it acts on.
    public var expectedVersions: Set<Int>?

    /// - Parameter isStored: whether these are as they were read, to be changed.
    public init(whistle: Whistle, orders: [Order], rules: MatterRules, isStored: Bool = false) {
        self.whistle = whistle
        self.orders = orders
        self.rules = rules
        stored = isStored ? StoredMatter(whistle: whistle, orders: orders) : nil
    }

    /// The version of the whole: rises with any change of the whistle or of its orders, claims included.
    public var version: Int { orders.reduce(whistle.version) { $0 + $1.version - 1 } }

    /// Over for good: closed, or ended another way.
    public var isEnded: Bool {
        [.closed, .declined, .diverted, .merged, .withdrawn].contains(whistle.state)
    }

    /// The order that answers for the whole (首接负责), live or done.
    public var lead: Order? { orders.first { $0.role == .lead && $0.state != .rerouted && $0.state != .cancelled } }

    public func order(_ id: UUID) -> Order? { place(of: id).map { orders[$0] } }

    /// Where that order stands among all: for who looks at it without taking it out, which copies its thirty fields.
    public func place(of id: UUID) -> Int? { orders.firstIndex { $0.id == id } }

    /// Whether the caller may know that it exists.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || whistle.viewers.contains(caller.organization)
    }

    /// What a whistle's events are told to.
    public var audience: [String] { whistle.viewers }

    /// What an order's events are told to: who asked, and who works on it.
    public func audience(of order: Order) -> [String] {
        var told = [whistle.raiser]
        if whistle.township != whistle.raiser { told.append(whistle.township) }
        if !told.contains(order.department) { told.append(order.department) }
        for raiser in whistle.coRaisers where !told.contains(raiser) { told.append(raiser) }
        return told
    }

    mutating func tell(
        _ type: EventType, order: UUID? = nil, clock: ClockName? = nil, at: Timestamp? = nil,
        audience: [String]? = nil, _ detail: JSON = [:]
    ) {
        events.append(Event(type, order: order, clock: clock, at: at, audience: audience, detail: detail))
    }

    /// Changes one order and marks it for saving.
    mutating func change(_ id: UUID, _ body: (inout Order) -> Void) {
        guard let index = orders.firstIndex(where: { $0.id == id }) else { return }
        body(&orders[index])
        if !addedOrders.contains(id), changedOrders.insert(id).inserted { orders[index].version += 1 }
    }

    /// Lets an organization see it: it was invited to a meeting about it.
    public mutating func admit(_ organization: String) { addViewer(organization) }

    mutating func addViewer(_ organization: String) {
        if !organization.isEmpty, !whistle.viewers.contains(organization) { whistle.viewers.append(organization) }
    }
}

/// A matter as it was read. A class: a matter is handed about far more often than it is compared with what is stored.
public final class StoredMatter: Sendable {
    public let whistle: Whistle
    public let orders: [Order]

    init(whistle: Whistle, orders: [Order]) {
        self.whistle = whistle
        self.orders = orders
    }
}
