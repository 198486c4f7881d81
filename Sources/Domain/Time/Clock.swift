/// The clocks a matter may run under.
public enum ClockName: String, Sendable, CaseIterable {
    /// Run before dispatch.
    case review
    case handOver = "hand_over"
    /// Runs from a referral to the joint meeting.
    case reply
    /// Runs from the hand-over or a referral to a joint meeting with time, place and form.
    case convene
    /// One a whistle: survives every re-routing.
    case total
    /// One each an order, from dispatch.
    case receive, report, resolve
}

/// One running, met or missed deadline. Business time throughout.
public struct Clock: Sendable, Equatable {
    public var startedAt: Timestamp
    public var dueAt: Timestamp
    /// When what it waits for was done; `nil` while it runs.
    public var metAt: Timestamp?
    /// Elapsed business time of the pauses that have ended, in microseconds.
    public var paused: Int64
    /// When it was noticed to be late.
    public var overdueAt: Timestamp?
    /// How many rungs of the escalation ladder have fired for it.
    public var rungs = 0

    public init(
        startedAt: Timestamp, dueAt: Timestamp, metAt: Timestamp? = nil, paused: Int64 = 0, overdueAt: Timestamp? = nil
    ) {
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.metAt = metAt
        self.paused = paused
        self.overdueAt = overdueAt
    }

    /// Late: met after it was due, or not met and due before `now`.
    public func isOverdue(at now: Timestamp) -> Bool { (metAt ?? now) > dueAt }

    /// Met, and not late.
    public var isInTime: Bool { metAt.map { $0 <= dueAt } ?? false }

    /// Gives it another due time; a clock that is no longer late is not noted as late.
    public mutating func moveDue(to due: Timestamp, at moment: Timestamp) {
        dueAt = due
        if due >= moment { overdueAt = nil }
    }

    /// Stops a clock that still runs; one that was met keeps its first time.
    public mutating func meet(at moment: Timestamp) { if metAt == nil { metAt = moment } }
}

extension Optional where Wrapped == Clock {
    mutating func meet(at moment: Timestamp) {
        self?.meet(at: moment)
    }
}
