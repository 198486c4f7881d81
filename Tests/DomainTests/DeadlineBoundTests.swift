import Domain
import Testing

/// Limits and dates far beyond any matter: bounded work, no overflow.
@Suite struct DeadlineBoundTests {
    private let rules: DeadlineRules

    init() throws { rules = try DeadlineFixture.rules() }

    @Test(
        arguments: TimeUnit.allCases, ["1900-01-01 00:00", "1970-01-01 08:00", "2026-11-20 16:00", "9999-12-31 23:59"])
    func aMillionOfAnyUnit(unit: TimeUnit, start: String) throws {
        let start = try DeadlineFixture.at(start)
        let deadline = rules.deadline(from: start, Limit(1_000_000, unit))
        #expect(deadline.dueAt > start)
        #expect(deadline.skipped.count == min(deadline.skippedCount, Deadline.mostSkipped))
        if unit == .workingDays {
            let days = rules.zone.date(deadline.dueAt).daysSince1970 - rules.zone.date(start).daysSince1970
            #expect(days == 1_000_000 + deadline.skippedCount)
        }
        if unit == .workingHours {
            #expect(rules.officeTime(from: start, to: deadline.dueAt) == 1_000_000 * 3_600_000_000)
        }
    }

    @Test(arguments: TimeUnit.allCases) func amountsOutsideTheBoundAreTheNearestInIt(unit: TimeUnit) throws {
        let start = try DeadlineFixture.at("2026-11-20 16:00")
        #expect(rules.due(from: start, Limit(.max, unit)) == rules.due(from: start, Limit(1_000_000, unit)))
        #expect(rules.due(from: start, Limit(.min, unit)) == rules.due(from: start, Limit(0, unit)))
        #expect(!rules.deadline(from: start, Limit(0, unit)).provisional)
    }

    @Test func aPauseOfThousandsOfYearsEnds() throws {
        let (start, end) = (try DeadlineFixture.at("1900-01-01 00:00"), try DeadlineFixture.at("9999-12-31 23:59"))
        for unit in TimeUnit.allCases {
            let clock = Clock(startedAt: start, dueAt: end)
            let after = rules.resume(clock, limit: unit, pausedAt: start, resumedAt: end)
            #expect(after.dueAt > end)
            #expect(rules.moment(share: 80, of: start, to: after.dueAt, unit: unit) < after.dueAt)
        }
    }

    /// Hours that leave nothing of the day would never be worked off: the whole day stands in.
    @Test(arguments: [
        OfficeHours(spans: [], closeOfBusiness: 61_200), OfficeHours(spans: [50..<50], closeOfBusiness: -5),
        OfficeHours(spans: [90_000..<99_000], closeOfBusiness: 100_000),
    ]) func hoursWithoutTimeAreTheWholeDay(hours: OfficeHours) throws {
        var rules = rules
        rules.hours = hours
        let due = rules.due(from: try DeadlineFixture.at("2026-11-20 16:00"), Limit(10, .workingHours))
        #expect(due == (try DeadlineFixture.at("2026-11-23 02:00")))
    }

    @Test func hoursInDisorderAreCountedOnce() throws {
        var rules = rules
        rules.hours = OfficeHours(spans: [46_800..<61_200, 32_400..<43_200, 36_000..<43_200], closeOfBusiness: 61_200)
        let due = rules.due(from: try DeadlineFixture.at("2026-11-23 09:00"), Limit(7, .workingHours))
        #expect(due == (try DeadlineFixture.at("2026-11-23 17:00")))
    }

    /// A calendar in which nobody works for a whole year.
    @Test func aYearOffIsPassedOver() throws {
        let first = try DeadlineFixture.day("2027-01-01")
        let off = Dictionary(uniqueKeysWithValues: (0..<365).map { (first.adding(days: $0), "停") })
        let calendar = rules.calendar.setting(.init(year: 2027, notice: "test", off: off, makeUp: []))
        #expect(calendar.nextWorkingDay(after: try DeadlineFixture.day("2026-12-31")).text == "2028-01-03")
        #expect(calendar.outline(of: 2027)?.workingDays == 0)
    }
}
