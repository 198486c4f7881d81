extension DeadlineRules {
    /// Which days off lie after `start` and before `due`, for a due time however it came about: counted, moved by a pause
    /// or set by an extension.
    public func explanation(from start: Timestamp, to due: Timestamp, unit: TimeUnit) -> Deadline {
        guard unit != .minutes else { return Deadline(dueAt: due, skipped: [], skippedCount: 0, provisional: false) }
        let first = zone.date(start)
        let last = zone.date(due)
        let between = max(0, last.daysSince1970 - first.daysSince1970 - 1)
        let working = between == 0 ? 0 : calendar.workingDays(after: first, through: last.adding(days: -1))
        return Deadline(
            dueAt: due, skipped: calendar.daysOff(after: first, before: last, most: Deadline.mostSkipped),
            skippedCount: between - working, provisional: isProvisional(from: first, to: due, unit: unit))
    }

    /// The day of the start is counted in hours only. A deadline at 24:00 falls on the day that it ends, except in
    /// calendar days, where the day just beginning was asked whether it is off.
    private func isProvisional(from first: LocalDate, to due: Timestamp, unit: TimeUnit) -> Bool {
        let counted = unit == .workingHours ? first : first.adding(days: 1)
        let last = zone.date(unit == .calendarDays ? due : due.adding(microseconds: -1))
        guard counted <= last else { return false }
        // Ends at the first year without a notice, so a range of a thousand years costs no more than the notices.
        return (counted.year...last.year).contains { calendar.isProvisional($0) }
    }
}
