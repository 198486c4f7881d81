/// What became of a planned day.
public enum VisitDayState: String, Sendable, CaseIterable {
    case planned, visited, missed
}

/// A planned day and what became of it.
public struct VisitDay: Sendable, Equatable {
    public var visit: PlannedVisit
    public var state: VisitDayState
    public var made: AreaVisit?

    /// Whether the visit was made after the day it was planned for.
    public var isLate: Bool { made.map { $0.visitedOn > visit.on } ?? false }
}

extension AreaPlan {
    /// The longest span that is listed at once, in days.
    public static let longestSpan = 3700
    /// How far back a visit may make up for a planned day, in days: two months hold every plan's last two days.
    private static let reach = 62

    /// The plan's days between the two, both included, with what the visits made of them.
    /// - Parameter today: what is before it and was not visited is missed.
    public func days(
        from first: LocalDate, to last: LocalDate, _ calendar: WorkingCalendar, visits: [AreaVisit], today: LocalDate
    ) -> [VisitDay] {
        let made = Dictionary(visits.compactMap { visit in visit.plannedFor.map { ($0, visit) } }) { $1 }
        return planned(from: first, to: last, calendar).map { visit in
            if let found = made[visit.planned] { return VisitDay(visit: visit, state: .visited, made: found) }
            return VisitDay(visit: visit, state: visit.on < today ? .missed : .planned, made: nil)
        }
    }

    /// The planned day that a visit stands for: the one that falls on its day, or else the last one before it that nobody
    /// has come for. `nil`: it is one more than planned.
    public func plannedDay(
        for visitedOn: LocalDate, _ calendar: WorkingCalendar, taken: Set<LocalDate>
    ) -> LocalDate? {
        let open = planned(from: visitedOn.adding(days: -Self.reach), to: visitedOn, calendar)
            .filter { !taken.contains($0.planned) && $0.on <= visitedOn }
        return (open.first { $0.on == visitedOn } ?? open.max { $0.on < $1.on })?.planned
    }

    /// Whether the plan has that day.
    public func plans(_ day: LocalDate, _ calendar: WorkingCalendar) -> Bool {
        !planned(from: day, to: day, calendar).isEmpty
    }

    /// The first day to come, from that day on.
    public func next(from day: LocalDate, _ calendar: WorkingCalendar) -> PlannedVisit? {
        // One that was moved off its day may still be to come.
        planned(from: day.adding(days: -Self.reach), to: day.adding(days: Self.reach), calendar).first { $0.on >= day }
    }

    private func planned(from first: LocalDate, to last: LocalDate, _ calendar: WorkingCalendar) -> [PlannedVisit] {
        VisitPlan(code: rule ?? "", name: name, day: day, roll: roll).visits(
            from: max(first, startsOn), to: min(last, endsOn ?? last), calendar: calendar)
    }
}

extension Rulebook {
    /// The rulebook's plan for an area: the one of that code, or without a code the first that holds for it.
    /// - Throws: `.rule(.unknownVisitPlan)` for a code that the rulebook has not.
    public func visitPlan(_ code: String?, for area: Organization) throws(Refusal) -> VisitPlan? {
        guard let code else { return visitPlans.first { $0.holds(for: area) } }
        guard let plan = visitPlans.first(where: { $0.code == code }) else {
            throw .rule(Refusal.Rule(.unknownVisitPlan, at: "/rule", code))
        }
        guard plan.holds(for: area) else { throw .rule(Refusal.Rule(.outsidePlan, at: "/area", area.code)) }
        return plan
    }
}

extension VisitPlan {
    /// Whether an organization is one of its units, or lies under one.
    func holds(for area: Organization) -> Bool {
        units.isEmpty || units.contains(area.code) || area.parent.map(units.contains) ?? false
    }
}
