extension WorkingCalendar {
    /// Working days after `first` up to and with `last`; negative when `last` is the earlier one.
    public func workingDays(after first: LocalDate, through last: LocalDate) -> Int {
        exceptions.count(through: last) - exceptions.count(through: first)
    }

    /// The `number`th working day after that day; for 0 or less, a day that is not after it.
    /// Costs the same for every number: 1 to 1,000,000 and more.
    public func workingDay(_ number: Int, after date: LocalDate) -> LocalDate {
        exceptions.day(number: exceptions.count(through: date) + number)
    }

    /// Days off after `first` and before `last`, in order, at most `most` of them.
    public func daysOff(after first: LocalDate, before last: LocalDate, most: Int) -> [DayOff] {
        var found: [DayOff] = []
        var day = first.adding(days: 1)
        while day < last, found.count < most {
            if let off = dayOff(day) { found.append(off) }
            day = day.adding(days: 1)
        }
        return found
    }
}
