extension WorkingCalendar {
    /// One year's notice.
    public struct Year: Sendable, Equatable {
        public var year: Int
        /// The notice the days come from, as it is cited (`cn-2026`).
        public var notice: String
        /// The notice's own title, where the file gives it.
        public var title: String?
        /// Days off with the name of their holiday; a weekend inside a holiday is among them.
        public var off: [LocalDate: String]
        /// Saturdays and Sundays that are worked.
        public var makeUp: Set<LocalDate>

        public init(
            year: Int, notice: String, title: String? = nil, off: [LocalDate: String], makeUp: Set<LocalDate>
        ) {
            self.year = year
            self.notice = notice
            self.title = title
            self.off = off
            self.makeUp = makeUp
        }
    }

    /// What this calendar says of one year, with or without a notice; `nil` outside the years 1 to 9999.
    public func outline(of year: Int) -> YearOutline? {
        guard (1...9999).contains(year), let first = LocalDate(year: year, month: 1, day: 1),
            let last = LocalDate(year: year, month: 12, day: 31)
        else { return nil }
        let notice = years[year]
        return YearOutline(
            year: year, notice: notice?.notice, title: notice?.title,
            holidays: (notice?.off ?? [:]).keys.sorted().compactMap { dayOff($0) },
            daysOff: daysOff(after: first.adding(days: -1), before: last.adding(days: 1), most: 366),
            makeUp: (notice?.makeUp ?? []).filter { isWorking($0) }.sorted(),
            workingDays: workingDays(after: first.adding(days: -1), through: last))
    }
}
