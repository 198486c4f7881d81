/// The days on which work is done: Monday to Friday, less the State Council's holidays, plus its make-up days (调休上班日).
public struct WorkingCalendar: Sendable, Equatable {
    /// One year's notice.
    public struct Year: Sendable, Equatable {
        public var year: Int
        /// The notice the days come from, as it is cited.
        public var notice: String
        /// Days off with the name of their holiday; a weekend inside a holiday is among them.
        public var off: [LocalDate: String]
        /// Saturdays and Sundays that are worked.
        public var makeUp: Set<LocalDate>

        public init(year: Int, notice: String, off: [LocalDate: String], makeUp: Set<LocalDate>) {
            self.year = year
            self.notice = notice
            self.off = off
            self.makeUp = makeUp
        }
    }

    public private(set) var years: [Int: Year]

    public init(_ years: [Year]) { self.years = Dictionary(years.map { ($0.year, $0) }) { $1 } }

    /// A year without a notice knows weekends only: what is computed in it is provisional.
    public func isProvisional(_ year: Int) -> Bool { years[year] == nil }

    public func isWorking(_ date: LocalDate) -> Bool {
        guard let year = years[date.year] else { return date.weekday <= 5 }
        if year.off[date] != nil { return false }
        return date.weekday <= 5 || year.makeUp.contains(date)
    }

    /// Why that day is off; `nil` for a working day.
    public func dayOff(_ date: LocalDate) -> DayOff? {
        guard !isWorking(date) else { return nil }
        let year = years[date.year]
        return DayOff(date: date, reason: year?.off[date] ?? DayOff.weekend, notice: year?.notice)
    }

    /// The first working day after that day.
    public func nextWorkingDay(after date: LocalDate) -> LocalDate {
        var day = date.adding(days: 1)
        while !isWorking(day) { day = day.adding(days: 1) }
        return day
    }
}

/// A day that a deadline passed over.
public struct DayOff: Sendable, Equatable {
    /// The reason given for a Saturday or Sunday outside any holiday.
    public static let weekend = "周末"

    public var date: LocalDate
    /// The holiday's name, or `weekend`.
    public var reason: String
    /// The year's notice; `nil` in a provisional year.
    public var notice: String?
}
