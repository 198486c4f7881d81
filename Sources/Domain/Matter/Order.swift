import Foundation

/// Where an order stands. A claim is a lease over a `queued` order, not a state.
public enum OrderState: String, Sendable, CaseIterable {
    case queued, received, reported
    case returnRequested = "return_requested"
    case reworking, suspended, resolved, closed, rerouted, cancelled

    /// Whether somebody still has to work on it.
    public var isLive: Bool {
        switch self {
        case .queued, .received, .reported, .returnRequested, .reworking, .suspended: true
        case .resolved, .closed, .rerouted, .cancelled: false
        }
    }

    /// Whether it is over for good.
    public var isEnded: Bool { self == .closed || self == .rerouted || self == .cancelled }
}

/// A poller's hold on a queued order. Machine time: leases have nothing to do with a demo's clock.
public struct Claim: Sendable, Equatable {
    public var token: UUID
    public var expiresAt: Timestamp

    public init(token: UUID, expiresAt: Timestamp) {
        self.token = token
        self.expiresAt = expiresAt
    }
}

/// One organization's share of a whistle (工单).
public struct Order: Sendable, Equatable {
    public var id = UUID.none
    public var whistleID = UUID.none
    public var number = ""
    /// The organization whose queue holds it.
    public var department = ""
    public var role = OrderRole.lead
    public var state = OrderState.queued
    public var kind = WhistleKind.routine
    public var township = ""
    /// This township's running count in that queue and due time, so that townships take turns.
    public var turn = 0
    public var round = 1
    /// How often it was claimed.
    public var attempt = 0
    public var claim: Claim?

    public var receive: Clock?
    public var report: Clock?
    public var resolve: Clock?
    public var suspendedAt: Timestamp?
    /// Extensions granted, and when it was due before the first of them.
    public var extensions = 0
    public var originalDueAt: Timestamp?
    /// Whether an extension or a meeting set `resolve`'s due time: then no calendar moves it.
    public var isResolveSet = false

    public var pending: PendingRequest?
    public var pendingAt: Timestamp?
    public var pendingReason: String?
    public var pendingUntil: Timestamp?
    public var pendingBasis: String?
    public var pendingDepartment: String?
    /// The state a return was asked in, to go back to when the dispatch is upheld.
    public var stateBeforeReturn: OrderState?

    /// Who reported in.
    public var person: String?
    public var note: String?
    public var percent: Int?
    public var outcome: String?
    public var measures: String?
    public var responsiblePerson: String?
    public var handledBy: String?
    public var level: SupervisionLevel?
    public var resolvedAt: Timestamp?
    public var endedAt: Timestamp?

    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}

    public subscript(clock: ClockName) -> Clock? {
        switch clock {
        case .receive: receive
        case .report: report
        case .resolve: resolve
        case .review, .handOver, .reply, .convene, .total: nil
        }
    }
}
