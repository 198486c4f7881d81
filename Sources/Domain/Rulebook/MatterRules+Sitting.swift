/// When the working group sits that reviews once a month.
extension MatterRules {
    /// The first sitting that is not over at that moment: its close of business.
    public func sitting(after moment: Timestamp) -> Timestamp {
        let (year, month, _) = deadlines.zone.date(moment).parts
        // One month back, since a day off may push a sitting into the next month; two on, for the day after a sitting.
        let sittings = (-1...2).map { sitting(year: year, month: month + $0) }
        return sittings.first { $0 > moment } ?? sittings[3]
    }

    /// The sitting that was due then under other rules, as these count it; `nil` when none was.
    func sitting(for due: Timestamp, under old: MatterRules) -> Timestamp? {
        let (year, month, _) = deadlines.zone.date(due.adding(microseconds: -1)).parts
        for month in [month, month - 1] where old.sitting(year: year, month: month) == due {
            return sitting(year: year, month: month)
        }
        return nil
    }

    /// - Parameter month: 1…12; what is beyond belongs to the years around.
    private func sitting(year: Int, month: Int) -> Timestamp {
        let (year, month) = (month < 1 ? year - 1 : month > 12 ? year + 1 : year, (month + 11) % 12 + 1)
        let calendar = deadlines.calendar
        let day: LocalDate
        if let wanted = rulebook.reviewCadence.day, let date = LocalDate(year: year, month: month, day: wanted) {
            day = calendar.isWorking(date) ? date : calendar.nextWorkingDay(after: date)
        } else {
            let (nextYear, nextMonth) = month == 12 ? (year + 1, 1) : (year, month + 1)
            let after = LocalDate(year: nextYear, month: nextMonth, day: 1) ?? LocalDate(daysSince1970: 0)
            day = calendar.workingDay(0, after: after.adding(days: -1))
        }
        return deadlines.zone.moment(day, second: deadlines.hours.closeOfBusiness)
    }
}
