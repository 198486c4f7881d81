import Calendars
import Domain
import Testing

/// The official calendar, and the examples that the plan gives.
@Suite struct DeadlineTests {
    private let rules: DeadlineRules

    init() throws {
        let zone = try #require(Zone("Asia/Shanghai"))
        rules = DeadlineRules(calendar: try OfficialCalendar.load(), zone: zone, hours: .standard)
    }

    private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test(arguments: [
        ("2024-02-08", 3, "2024-02-19"), ("2024-09-30", 7, "2024-10-15"), ("2025-01-24", 3, "2025-02-05"),
        ("2025-09-26", 5, "2025-10-10"), ("2025-12-31", 1, "2026-01-04"), ("2026-02-13", 7, "2026-03-02"),
        ("2026-09-30", 3, "2026-10-10"),
    ])
    func workingDays(start: String, amount: Int, due: String) throws {
        let deadline = rules.deadline(from: try at("\(start)T10:00:00+08:00"), Limit(amount, .workingDays))
        #expect(deadline.dueAt.text(in: rules.zone) == "\(due)T17:00:00+08:00")
        #expect(!deadline.provisional)
        #expect(deadline.skipped.allSatisfy { !rules.calendar.isWorking($0.date) && $0.notice != nil })
    }

    @Test(arguments: [(2024, 251), (2025, 248), (2026, 248)])
    func workingDaysOfAYear(year: Int, count: Int) throws {
        var day = try #require(LocalDate(year: year, month: 1, day: 1))
        var working = 0
        while day.year == year {
            if rules.calendar.isWorking(day) { working += 1 }
            day = day.adding(days: 1)
        }
        #expect(working == count)
    }

    @Test func calendarDaysRollOverAHoliday() throws {
        let deadline = rules.deadline(from: try at("2026-02-13T10:00:00+08:00"), Limit(7, .calendarDays))
        #expect(rules.zone.date(deadline.dueAt).text == "2026-02-24")
    }

    @Test(arguments: [
        // Friday 16:00 and four hours: one on Friday, three on Monday morning.
        ("2026-11-20T16:00:00+08:00", 4, "2026-11-23T12:00:00+08:00"),
        // Over the noon break.
        ("2026-11-23T11:00:00+08:00", 2, "2026-11-23T14:00:00+08:00"),
        // From a day off.
        ("2026-11-22T11:00:00+08:00", 1, "2026-11-23T10:00:00+08:00"),
    ])
    func workingHours(start: String, amount: Int, due: String) throws {
        let deadline = rules.deadline(from: try at(start), Limit(amount, .workingHours))
        #expect(deadline.dueAt.text(in: rules.zone) == due)
    }

    @Test func emergenciesRunInRealTime() throws {
        let deadline = rules.deadline(from: try at("2026-02-17T23:50:00+08:00"), Limit(30, .minutes))
        #expect(deadline.dueAt.text(in: rules.zone) == "2026-02-18T00:20:00+08:00")
        #expect(deadline.skipped.isEmpty)
    }

    @Test func yearsWithoutANoticeAreProvisional() throws {
        #expect(rules.deadline(from: try at("2027-03-01T10:00:00+08:00"), Limit(3, .workingDays)).provisional)
    }

    @Test func addingIsMonotoneAndComposes() throws {
        var day = try #require(LocalDate(year: 2025, month: 1, day: 1))
        let last = try #require(LocalDate(year: 2026, month: 6, day: 30))
        while day < last {
            let start = rules.zone.moment(day, second: 36_000)
            for (first, second) in [(1, 2), (3, 4), (7, 3)] {
                let whole = rules.due(from: start, Limit(first + second, .workingDays))
                let part = rules.due(from: start, Limit(first, .workingDays))
                #expect(part < whole)
                #expect(rules.due(from: part, Limit(second, .workingDays)) == whole)
            }
            day = day.adding(days: 1)
        }
    }

    @Test(arguments: ["2026-01-02T03:04:05+08:00", "2024-02-29T23:59:59.123456+08:00", "1999-12-31T00:00:00+08:00"])
    func timesAreReadAndWritten(text: String) throws {
        #expect(try at(text).text(in: rules.zone) == text)
    }

    @Test(arguments: ["2026-02-30T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T25:00:00Z", "", "x"])
    func wrongTimesAreRefused(text: String) { #expect(Timestamp(rfc3339: text) == nil) }
}
