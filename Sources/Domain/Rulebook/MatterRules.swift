/// The rules one matter runs under: its rulebook's version and how that counts time. A class, since every matter carries
/// them and none changes them.
public final class MatterRules: Sendable {
    public let rulebook: Rulebook
    public let deadlines: DeadlineRules

    public init(rulebook: Rulebook, deadlines: DeadlineRules) {
        self.rulebook = rulebook
        self.deadlines = deadlines
    }

    /// The limit of one of an order's or a whistle's clocks, for its explanation.
    public func limit(_ clock: ClockName, kind: WhistleKind) -> Limit? {
        let limits = rulebook.limits(for: kind)
        switch clock {
        case .receive: return limits.receive
        case .report: return limits.report
        case .resolve: return limits.resolve
        case .total: return limits.total
        case .review: return limits.review
        case .handOver: return limits.handOver
        case .reply: return rulebook.meetings.reply
        case .convene: return rulebook.meetings.convene
        }
    }

    func clock(_ limit: Limit, from start: Timestamp) -> Clock {
        Clock(startedAt: start, dueAt: deadlines.due(from: start, limit))
    }
}
