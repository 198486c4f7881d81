import Calendars
import Domain
import Testing

/// Our working days against those of the package `chinesecalendar`.
@Suite struct CalendarWitnessTests {
    @Test func everyDueDateOfTheOfficialYearsAgrees() async throws {
        let rules = try DeadlineFixture.rules()
        let years = rules.calendar.years.keys.sorted()
        var counted: [Int] = []
        var days = 0
        var dates = 0
        for line in try await CalendarWitness.lines(years: years) {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == "count" {
                let year = try #require(Int(words[1]))
                counted.append(year)
                #expect(rules.calendar.outline(of: year)?.workingDays == Int(words[2]))
                continue
            }
            let start = rules.zone.moment(try DeadlineFixture.day(words[0]), second: 36_000)
            // The end of its last year has fewer than 40: a later year may differ from Monday to Friday.
            let due = (1..<max(1, words.count)).map {
                rules.zone.date(rules.due(from: start, Limit($0, .workingDays))).text
            }
            #expect(due == Array(words.dropFirst()), "after \(words[0])")
            days += 1
            dates += due.count
        }
        // All three years were there, and all but the last forty working days in full.
        #expect(counted.starts(with: [2024, 2025, 2026]))
        #expect(days >= 366 + 365 + 365)
        #expect(dates >= (days - 62) * 40)
    }
}
