import Calendars
import Domain
import Testing

/// The official years, years without a notice, and a notice that is loaded later.
@Suite struct CalendarTests {
    private let calendar: WorkingCalendar

    init() throws { calendar = try OfficialCalendar.load() }

    @Test(arguments: [(2024, 251, 28, 8), (2025, 248, 28, 5), (2026, 248, 33, 6)])
    func anOfficialYear(year: Int, working: Int, holidays: Int, makeUp: Int) throws {
        let outline = try #require(calendar.outline(of: year))
        #expect(outline.workingDays == working)
        #expect(outline.holidays.count == holidays && outline.makeUp.count == makeUp)
        #expect(outline.notice == "cn-\(year)" && !outline.provisional)
        #expect(outline.title == "国务院办公厅关于\(year)年部分节假日安排的通知")
        #expect(outline.daysOff.count + working == (year == 2024 ? 366 : 365))
        #expect(outline.holidays.map(\.date) == outline.holidays.map(\.date).sorted())
        #expect(outline.holidays.allSatisfy { $0.reason != DayOff.weekend && $0.notice == "cn-\(year)" })
        #expect(outline.makeUp.allSatisfy { $0.weekday > 5 && calendar.isWorking($0) })
    }

    @Test(arguments: [(2023, 260), (2027, 261), (2030, 261)]) func aProvisionalYear(year: Int, working: Int) throws {
        let outline = try #require(calendar.outline(of: year))
        #expect(outline.provisional && outline.notice == nil && outline.holidays.isEmpty && outline.makeUp.isEmpty)
        #expect(outline.workingDays == working)
        #expect(outline.daysOff.allSatisfy { $0.reason == DayOff.weekend && $0.notice == nil })
    }

    @Test(arguments: [Int.min, 0, 10_000, .max]) func noSuchYear(year: Int) {
        #expect(calendar.outline(of: year) == nil)
    }

    @Test func aNoticeIsAddedAndReplaced() throws {
        let monday = try DeadlineFixture.day("2027-02-08")
        let sunday = try DeadlineFixture.day("2027-02-14")
        let added = calendar.setting(.init(year: 2027, notice: "one", off: [monday: "春节"], makeUp: [sunday]))
        #expect(!added.isProvisional(2027) && added.isWorking(sunday) && added.dayOff(monday)?.reason == "春节")
        #expect(added.outline(of: 2027)?.workingDays == 261)
        let replaced = added.setting(.init(year: 2027, notice: "two", off: [:], makeUp: []))
        #expect(replaced.isWorking(monday) && !replaced.isWorking(sunday))
        #expect(replaced.outline(of: 2027)?.notice == "two")
        // The others stay as they were, and the calendar that was asked too.
        #expect(replaced.outline(of: 2026) == calendar.outline(of: 2026) && calendar.isProvisional(2027))
        #expect(calendar.setting(try #require(calendar.years[2025])) == calendar)
    }

    @Test func everyDayAgreesWithTheNoticesOwnLists() throws {
        let oracle = DeadlineOracle(rules: try DeadlineFixture.rules())
        let first = try DeadlineFixture.day("2022-12-01")
        var count = 0
        for index in 1...1900 {
            let day = first.adding(days: index)
            #expect(calendar.isWorking(day) == oracle.isWorking(day))
            #expect((calendar.dayOff(day) == nil) == calendar.isWorking(day))
            if calendar.isWorking(day) {
                count += 1
                #expect(calendar.workingDay(count, after: first) == day)
            }
            #expect(calendar.workingDays(after: first, through: day) == count)
        }
    }

    @Test(arguments: [
        ("0001-01-01", 1, "0001-01-02"), ("1969-12-28", 1, "1969-12-29"), ("1969-12-26", 1, "1969-12-29"),
        ("1970-01-02", 1, "1970-01-05"), ("1900-01-01", 5, "1900-01-08"), ("9999-12-31", 1, "10000-01-03"),
    ]) func farYearsKnowWeekendsOnly(day: String, number: Int, found: String) throws {
        #expect(calendar.workingDay(number, after: try DeadlineFixture.day(day)).text == found)
    }
}
