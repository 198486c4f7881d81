import Domain

/// Counts by walking over days and minutes, from the notices' own lists: slow, plain, and nothing in common with the
/// counting under test.
struct DeadlineOracle {
    let rules: DeadlineRules

    func isWorking(_ date: LocalDate) -> Bool {
        guard let year = rules.calendar.years[date.year] else { return date.weekday < 6 }
        if year.off.keys.contains(date) { return false }
        return date.weekday < 6 || year.makeUp.contains(date)
    }

    func workingDays(after first: LocalDate, through last: LocalDate) -> Int {
        var count = 0
        var day = first
        while day < last {
            day = day.adding(days: 1)
            if isWorking(day) { count += 1 }
        }
        return count
    }

    /// Span by span.
    func officeTime(from first: Timestamp, to last: Timestamp) -> Int64 {
        var sum: Int64 = 0
        var day = rules.zone.date(first)
        while day <= rules.zone.date(last) {
            if isWorking(day) {
                for span in rules.hours.spans {
                    let begin = max(first, rules.zone.moment(day, second: span.lowerBound))
                    let end = min(last, rules.zone.moment(day, second: span.upperBound))
                    if begin < end { sum += end.since(begin) }
                }
            }
            day = day.adding(days: 1)
        }
        return sum
    }

    /// Minute by minute, for moments on whole minutes.
    func officeMinutes(from first: Timestamp, to last: Timestamp) -> Int64 {
        var sum: Int64 = 0
        var moment = first
        while moment < last {
            let (date, second) = rules.zone.local(moment)
            if isWorking(date), rules.hours.spans.contains(where: { $0.contains(second) }) { sum += 1 }
            moment = moment.adding(seconds: 60)
        }
        return sum
    }
}
