/// One step of the escalation ladder. It fires once for each clock it watches.
public struct Rung: Sendable, Equatable {
    /// When it fires.
    public enum Point: Sendable, Equatable {
        /// Per cent of the clock, 1…100, measured in the clock's own unit; 100 is the due time.
        case share(Int)
        /// So long after the due time.
        case after(Limit)
        /// When offices open on the n-th working day after the due day.
        case opening(Int)
    }

    public enum Deed: Sendable, Equatable {
        case remind
        /// The clock is found late (`order.overdue`).
        case overdue
        /// 催办通知
        case urge
        /// 督办
        case supervise(SupervisionLevel)
        /// An entry in the next 通报.
        case bulletin
    }

    public enum Recipient: String, Sendable, CaseIterable {
        /// Whom the clock waits for: the order's holder, the lead for the whole; before dispatch the command centre.
        case handler
        /// The leader's office above the handler.
        case leader
        case commandCentre = "command_centre"
        case supervisor, raiser
    }

    /// `[a-z0-9-]`, unique in the ladder: `data.rung` of the event.
    public var name: String
    public var at: Point
    public var deed: Deed
    /// The clocks it watches; `nil`: all.
    public var clocks: Set<ClockName>?
    public var to: [Recipient]

    public init(
        name: String, at: Point, deed: Deed, clocks: Set<ClockName>? = nil, to: [Recipient] = [.handler]
    ) {
        self.name = name
        self.at = at
        self.deed = deed
        self.clocks = clocks
        self.to = to
    }

    public func watches(_ clock: ClockName) -> Bool { clocks?.contains(clock) ?? true }
}
