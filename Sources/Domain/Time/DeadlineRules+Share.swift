extension DeadlineRules {
    /// The moment at which so many percent (0 to 100) of a clock have run, in the clock's own unit: elapsed time for
    /// `minutes` and `calendar_days`; for `working_hours` and `working_days` the office time between start and due, so
    /// that a reminder falls into office hours. In working days the rest of the starting day is part of the line, although
    /// no limit counts it (民法典 §201): the department has that time too. Without any office time between the two, by
    /// elapsed time. Never before `start`, never after `due`.
    public func moment(
        share percent: Int, of start: Timestamp, to due: Timestamp, unit: TimeUnit
    ) -> Timestamp {
        guard start < due, percent < 100 else { return due }
        guard percent > 0 else { return start }
        if unit == .workingHours || unit == .workingDays {
            let whole = officeTime(from: start, to: due)
            if whole > 0 { return min(due, adding(officeTime: share(percent, of: whole), to: start)) }
        }
        return start.adding(microseconds: share(percent, of: due.since(start)))
    }

    /// Rounded down to a microsecond; whole hundreds first, so that no product overflows.
    private func share(_ percent: Int, of whole: Int64) -> Int64 {
        whole / 100 * Int64(percent) + whole % 100 * Int64(percent) / 100
    }
}
