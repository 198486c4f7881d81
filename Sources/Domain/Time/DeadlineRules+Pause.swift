extension DeadlineRules {
    /// The clock after a pause, its suspended time given back exactly in the clock's own unit:
    /// - `minutes`, `calendar_days`: due later by the elapsed time; calendar days then roll off a day off (民法典 §203).
    /// - `working_hours`, `working_days`: due later by the office time that passed while paused, counted on from the old
    ///   due time. So a pause over a night or a weekend moves nothing, and the weekend is not given twice.
    ///
    /// `paused` grows by the elapsed time in every unit. A clock that was met is not touched. One that was late when the
    /// pause began stays late: the pause is recorded, the due time does not move. What a pause lasted before the clock
    /// started is not the clock's; a pause that ends before it begins is none.
    public func resume(
        _ clock: Clock, limit unit: TimeUnit, pausedAt: Timestamp, resumedAt: Timestamp
    ) -> Clock {
        let pausedAt = max(pausedAt, clock.startedAt)
        guard clock.metAt == nil, pausedAt < resumedAt else { return clock }
        var clock = clock
        let elapsed = resumedAt.since(pausedAt)
        clock.paused += elapsed
        guard pausedAt <= clock.dueAt else { return clock }
        switch unit {
        case .minutes: clock.dueAt = clock.dueAt.adding(microseconds: elapsed)
        case .calendarDays:
            let nominal = clock.dueAt.adding(microseconds: elapsed)
            let (date, second) = zone.local(nominal)
            if !calendar.isWorking(date) {
                clock.dueAt = rolled(date, second: second, fraction: fraction(nominal))
            } else {
                clock.dueAt = nominal
            }
        case .workingHours:
            clock.dueAt = adding(officeTime: officeTime(from: pausedAt, to: resumedAt), to: clock.dueAt)
        case .workingDays: clock.dueAt = adding(paused: officeTime(from: pausedAt, to: resumedAt), to: clock.dueAt)
        }
        return clock
    }

    /// When a clock is due that was counted by other rules: its limit from its start by these, and what its pauses gave
    /// back once more. `nil` where the due time is not that sum, so that somebody set it.
    public func recounted(_ clock: Clock, _ limit: Limit, from old: DeadlineRules) -> Timestamp? {
        let before = old.due(from: clock.startedAt, limit)
        let now = due(from: clock.startedAt, limit)
        if clock.dueAt == before { return now }
        guard clock.paused > 0, clock.dueAt > before else { return nil }
        switch limit.unit {
        case .minutes: return now.adding(microseconds: clock.dueAt.since(before))
        case .calendarDays:
            let nominal = now.adding(microseconds: clock.paused)
            let (date, second) = zone.local(nominal)
            return calendar.isWorking(date) ? nominal : rolled(date, second: second, fraction: fraction(nominal))
        case .workingHours: return adding(officeTime: old.officeTime(from: before, to: clock.dueAt), to: now)
        case .workingDays: return adding(paused: old.officeTime(from: before, to: clock.dueAt), to: now)
        }
    }

    /// Office time added to a due time in working days. Where business closes after the last office hour (24:00), a day
    /// that is filled ends at its close, as a deadline of that day would.
    private func adding(paused: Int64, to due: Timestamp) -> Timestamp {
        guard paused > 0 else { return due }
        let (day, microsecond) = place(position(due) + paused)
        let filled = microsecond == office.end(of: office.length)
        return max(due, moment(day, filled ? max(microsecond, office.closeOfBusiness) : microsecond))
    }
}
