/// The days on which the notices differ from Monday to Friday, summed up so that working days can be counted and found
/// without walking over them: a limit of a million working days costs as much as one of three.
struct WeekdayExceptions: Sendable, Equatable {
    /// In order; each turns its day round: a weekday off, or a weekend day worked.
    private var days: [LocalDate] = []
    /// Worked weekend days less weekdays off, up to and with the day at the same place in `days`.
    private var balance: [Int] = []

    init(_ years: some Sequence<WorkingCalendar.Year>) {
        for year in years {
            // A day is asked of its own year's notice only, and a day both off and made up is off.
            days += year.off.keys.filter { $0.weekday <= 5 && $0.year == year.year }
            days += year.makeUp.filter { $0.weekday > 5 && $0.year == year.year && year.off[$0] == nil }
        }
        days.sort()
        var sum = 0
        balance.reserveCapacity(days.count)
        for day in days {
            sum += day.weekday <= 5 ? -1 : 1
            balance.append(sum)
        }
    }

    func contains(_ date: LocalDate) -> Bool {
        let place = places { $0 <= date }
        return place > 0 && days[place - 1] == date
    }

    /// Working days up to and with that day, counted from 1969-12-29 (a Monday, which is number 1); negative before it.
    func count(through date: LocalDate) -> Int {
        let place = places { $0 <= date }
        return weekdays(through: date) + (place > 0 ? balance[place - 1] : 0)
    }

    /// The first day up to which `count` says that number: a working day always.
    func day(number: Int) -> LocalDate {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if weekdays(through: days[middle]) + balance[middle] < number { low = middle + 1 } else { high = middle }
        }
        let found = weekday(number: number - (low > 0 ? balance[low - 1] : 0))
        // The next exception may itself be the day looked for: a weekend day that is worked.
        return low < days.count ? min(found, days[low]) : found
    }

    /// How many of the days, from the first on, satisfy a condition that earlier days satisfy when later ones do.
    private func places(_ condition: (LocalDate) -> Bool) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if condition(days[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Mondays to Fridays from 1969-12-29 up to and with that day.
    private func weekdays(through date: LocalDate) -> Int {
        let day = date.daysSince1970 + 3
        let week = day >= 0 ? day / 7 : (day - 6) / 7
        return week * 5 + min(day - week * 7 + 1, 5)
    }

    private func weekday(number: Int) -> LocalDate {
        let index = number - 1
        let week = index >= 0 ? index / 5 : (index - 4) / 5
        return LocalDate(daysSince1970: week * 7 + (index - week * 5) - 3)
    }
}
