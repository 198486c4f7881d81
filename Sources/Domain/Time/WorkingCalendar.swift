/// The days on which work is done: Monday to Friday, less the State Council's holidays, plus its make-up days (调休上班日).
public struct WorkingCalendar: Sendable, Equatable {
    /// By year; a later notice of the same year replaces the earlier one.
    public private(set) var years: [Int: Year]
    /// The days on which the notices differ from Monday to Friday, for counting.
    var exceptions: WeekdayExceptions

    public init(_ years: [Year]) {
        self.years = Dictionary(years.map { ($0.year, $0) }) { $1 }
        exceptions = WeekdayExceptions(self.years.values)
    }

    /// This calendar with that year's notice added, or put in place of the one it had.
    public func setting(_ year: Year) -> WorkingCalendar {
        var calendar = self
        calendar.years[year.year] = year
        calendar.exceptions = WeekdayExceptions(calendar.years.values)
        return calendar
    }

    /// A year without a notice knows weekends only: what is computed in it is provisional.
    public func isProvisional(_ year: Int) -> Bool { years[year] == nil }

    public func isWorking(_ date: LocalDate) -> Bool { exceptions.contains(date) != (date.weekday <= 5) }

    /// Why that day is off; `nil` for a working day.
    public func dayOff(_ date: LocalDate) -> DayOff? {
        guard !isWorking(date) else { return nil }
        let year = years[date.year]
        return DayOff(date: date, reason: year?.off[date] ?? DayOff.weekend, notice: year?.notice)
    }

    /// The first working day after that day.
    public func nextWorkingDay(after date: LocalDate) -> LocalDate { workingDay(1, after: date) }
}
