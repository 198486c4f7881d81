extension VisitPlan {
    /// The visits whose planned day lies between the two days, both included, in order.
    public func visits(from first: LocalDate, to last: LocalDate, calendar: WorkingCalendar) -> [PlannedVisit] {
        var visits: [PlannedVisit] = []
        var day = first
        while day <= last {
            if isVisitDay(day) { visits.append(visit(day, calendar)) }
            day = day.adding(days: 1)
        }
        return visits
    }

    private func isVisitDay(_ date: LocalDate) -> Bool {
        switch day {
        case .weekly(let weekday): date.weekday == weekday
        case .monthly(let number): date.parts.day == number
        }
    }

    private func visit(_ planned: LocalDate, _ calendar: WorkingCalendar) -> PlannedVisit {
        guard let off = calendar.dayOff(planned) else {
            return PlannedVisit(planned: planned, on: planned, reason: nil)
        }
        guard roll == .nextWorkingDay else { return PlannedVisit(planned: planned, on: planned, reason: off) }
        var day = calendar.nextWorkingDay(after: planned)
        while isVisitDay(day) { day = calendar.nextWorkingDay(after: day) }
        return PlannedVisit(planned: planned, on: day, reason: off)
    }
}
