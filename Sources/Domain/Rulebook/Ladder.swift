/// What happens as a clock runs down and after it is missed: the rungs, in order.
public struct Ladder: Sendable, Equatable {
    /// A rung and the moment it fires for one clock.
    public struct Due: Sendable, Equatable {
        public var rung: Rung
        public var at: Timestamp
    }

    public var rungs: [Rung]

    public init(_ rungs: [Rung]) { self.rungs = rungs }

    /// Where a rulebook says nothing: reminders at 50 and 80 per cent, an urging notice the working day after a clock is
    /// missed, supervision and the bulletin after five working days. The red card after five more is ours.
    public static let standard = Ladder([
        Rung(name: "remind-50", at: .share(50), deed: .remind),
        Rung(name: "remind-80", at: .share(80), deed: .remind),
        Rung(name: "overdue", at: .share(100), deed: .overdue, to: [.handler, .commandCentre]),
        Rung(name: "urge", at: .opening(1), deed: .urge, to: [.handler, .leader]),
        Rung(
            name: "yellow", at: .after(Limit(5, .workingDays)), deed: .supervise(.yellow),
            to: [.handler, .leader, .commandCentre]),
        Rung(
            name: "bulletin", at: .after(Limit(5, .workingDays)), deed: .bulletin, to: [.commandCentre, .supervisor]),
        Rung(
            name: "red", at: .after(Limit(10, .workingDays)), deed: .supervise(.red),
            to: [.handler, .leader, .commandCentre, .supervisor]),
    ])

    /// When each rung that watches the clock fires, in the ladder's order, which is also that of time.
    ///
    /// Shares are measured between start and due in the clock's own unit: office time for `working_days` and
    /// `working_hours`, real time for the others. A clock that was moved (extension, pause) is measured to where it is
    /// due now.
    public func rungs(
        for name: ClockName, _ clock: Clock, unit: TimeUnit, under rules: DeadlineRules
    ) -> [Due] {
        rungs.filter { $0.watches(name) }.map { rung in
            Due(rung: rung, at: moment(rung.at, clock, unit: unit, under: rules))
        }
    }

    /// One rung of those that watch the clock, counted from 0; `nil` when all have fired.
    public func rung(
        _ index: Int, for name: ClockName, _ clock: Clock, unit: TimeUnit, under rules: DeadlineRules
    ) -> Due? {
        place(index, name).map {
            Due(rung: rungs[$0], at: moment(rungs[$0].at, clock, unit: unit, under: rules))
        }
    }

    /// When that rung fires.
    func moment(
        ofRung index: Int, for name: ClockName, _ clock: Clock, unit: TimeUnit, under rules: DeadlineRules
    ) -> Timestamp? {
        place(index, name).map { moment(rungs[$0].at, clock, unit: unit, under: rules) }
    }

    /// Where that one of the rungs that watch the clock stands among all.
    private func place(_ index: Int, _ name: ClockName) -> Int? {
        var left = index
        for place in rungs.indices where rungs[place].watches(name) {
            if left == 0 { return place }
            left -= 1
        }
        return nil
    }

    private func moment(
        _ point: Rung.Point, _ clock: Clock, unit: TimeUnit, under rules: DeadlineRules
    ) -> Timestamp {
        switch point {
        case .share(let share):
            return rules.moment(share: share, of: clock.startedAt, to: clock.dueAt, unit: unit)
        case .after(let limit): return rules.due(from: anchor(clock.dueAt, limit.unit, rules), limit)
        case .opening(let days):
            let first = anchor(clock.dueAt, .workingDays, rules)
            var day = rules.zone.date(first)
            for _ in 0..<days { day = rules.calendar.nextWorkingDay(after: day) }
            return rules.zone.moment(day, second: rules.hours.spans.first?.lowerBound ?? 0)
        }
    }

    /// Where business closes at 24:00 a due time belongs to the day that it ends: counting days from the midnight itself
    /// would be one too many.
    private func anchor(_ due: Timestamp, _ unit: TimeUnit, _ rules: DeadlineRules) -> Timestamp {
        guard unit == .workingDays, rules.hours.closeOfBusiness == 86_400 else { return due }
        return due.adding(microseconds: -1)
    }
}
