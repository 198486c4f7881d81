/// Office time is a line of its own: the office hours of all working days laid end to end, in microseconds by the wall
/// clock. Nights, noon breaks and days off are single points of it.
extension DeadlineRules {
    /// Office time between two moments in microseconds; 0 when `last` is not the later one.
    public func officeTime(from first: Timestamp, to last: Timestamp) -> Int64 {
        guard first < last else { return 0 }
        return max(0, position(last) - position(first))
    }

    /// The first moment at which so much office time (in microseconds) has gone by since `moment`. With 0 or less it is
    /// `moment` itself, also outside office hours; a sum that fills a day ends at its last hour, not at the next opening.
    public func adding(officeTime: Int64, to moment: Timestamp) -> Timestamp {
        guard officeTime > 0 else { return moment }
        let (day, microsecond) = place(position(moment) + officeTime)
        return max(moment, self.moment(day, microsecond))
    }

    /// Where that moment is on the line.
    func position(_ moment: Timestamp) -> Int64 {
        let (date, microsecond) = zone.wall(moment)
        let number = Int64(calendar.exceptions.count(through: date))
        guard calendar.isWorking(date) else { return number * office.length }
        return (number - 1) * office.length + office.gone(by: microsecond)
    }

    /// The first place in the calendar with that position: the end of a span rather than the beginning of the next.
    func place(_ position: Int64) -> (day: LocalDate, microsecond: Int64) {
        let before = position - 1
        let full = before >= 0 ? before / office.length : (before - office.length + 1) / office.length
        let day = calendar.exceptions.day(number: Int(full) + 1)
        return (day, office.end(of: position - full * office.length))
    }

    func moment(_ day: LocalDate, _ microsecond: Int64) -> Timestamp {
        zone.moment(day, second: Int(microsecond / 1_000_000)).adding(microseconds: microsecond % 1_000_000)
    }
}
