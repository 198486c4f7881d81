import Domain
import Yams

extension NoticeReader {
    /// The days off with the names of their holidays. With `year` unknown, days are read but not held against it.
    mutating func holidays(_ node: Node, in year: Int?) -> [LocalDate: String] {
        guard let list = node.sequence else {
            note("'off' is a list of holidays (name, from, to)", at: node.mark)
            return [:]
        }
        var off: [LocalDate: String] = [:]
        for entry in list {
            guard let mapping = entry.mapping else {
                note("a holiday has name, from and to, not \(quoted(entry))", at: entry.mark)
                continue
            }
            let fields = fields(of: mapping, required: ["name", "from", "to"], optional: [], in: "a holiday")
            let name = fields["name"].flatMap { text($0, "name") }
            let first = fields["from"].flatMap { date($0, in: year) }
            let last = fields["to"].flatMap { date($0, in: year) }
            guard let first, let last else { continue }
            guard first <= last else {
                note("the holiday runs backwards: from \(first) to \(last)", at: fields["from"]?.mark)
                continue
            }
            // With the year itself in doubt, two dates may be thousands of years apart.
            guard last.daysSince1970 - first.daysSince1970 < 366 else {
                note("the holiday lasts longer than a year", at: fields["from"]?.mark)
                continue
            }
            var overlap: LocalDate?
            for index in 0...(last.daysSince1970 - first.daysSince1970) {
                let date = first.adding(days: index)
                if off[date] != nil { overlap = overlap ?? date }
                off[date] = off[date] ?? name ?? ""
            }
            if let overlap {
                note("\(overlap) is off already (\(off[overlap] ?? ""))", at: fields["from"]?.mark)
            }
        }
        return off
    }

    mutating func makeUpDays(_ node: Node, in year: Int?, off: [LocalDate: String]) -> Set<LocalDate> {
        guard let list = node.sequence else {
            note("'make_up' is a list of days, [] where there are none", at: node.mark)
            return []
        }
        var days: Set<LocalDate> = []
        for entry in list {
            guard let day = date(entry, in: year) else { continue }
            if day.weekday <= 5 { note("\(day) is no make-up day: it is no Saturday or Sunday", at: entry.mark) }
            if let holiday = off[day] { note("\(day) is no make-up day: it is off (\(holiday))", at: entry.mark) }
            if !days.insert(day).inserted { note("\(day) is named twice", at: entry.mark) }
        }
        return days
    }

    private mutating func date(_ node: Node, in year: Int?) -> LocalDate? {
        guard let text = node.scalar?.string, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }),
            let date = LocalDate(text)
        else {
            note("\(quoted(node)) is no day (like 2026-02-15)", at: node.mark)
            return nil
        }
        if let year, date.year != year {
            note("\(date) is no day of \(year)", at: node.mark)
            return nil
        }
        return date
    }
}
