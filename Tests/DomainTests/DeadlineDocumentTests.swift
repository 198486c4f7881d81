import Domain
import Testing

/// The worked examples of docs/deadlines.md.
@Suite struct DeadlineDocumentTests {
    private let rules: DeadlineRules

    init() throws { rules = try DeadlineFixture.rules() }

    @Test func sevenWorkingDaysOverTheSpringFestival() throws {
        let start = try DeadlineFixture.at("2026-02-13 10:00")
        let deadline = rules.deadline(from: start, Limit(7, .workingDays))
        #expect(deadline.dueAt == (try DeadlineFixture.at("2026-03-02 17:00")))
        #expect(deadline.skippedCount == 10 && !deadline.provisional)
        let due = deadline.dueAt
        #expect(rules.officeTime(from: start, to: due) == 55 * 3_600_000_000)
        #expect(
            rules.moment(share: 50, of: start, to: due, unit: .workingDays)
                == (try DeadlineFixture.at("2026-02-26 09:30")))
        #expect(
            rules.moment(share: 80, of: start, to: due, unit: .workingDays)
                == (try DeadlineFixture.at("2026-02-28 12:00")))
    }

    @Test func sevenCalendarDaysOverTheSpringFestival() throws {
        let deadline = rules.deadline(from: try DeadlineFixture.at("2026-02-13 10:00"), Limit(7, .calendarDays))
        #expect(deadline.dueAt == (try DeadlineFixture.at("2026-02-24 10:00")))
        #expect(deadline.skippedCount == 9)
    }

    @Test func aSuspensionOverTheSpringFestival() throws {
        let start = try DeadlineFixture.at("2026-02-09 10:00")
        let clock = Clock(startedAt: start, dueAt: rules.due(from: start, Limit(5, .workingDays)))
        #expect(clock.dueAt == (try DeadlineFixture.at("2026-02-14 17:00")))
        let (paused, resumed) = (
            try DeadlineFixture.at("2026-02-13 15:00"), try DeadlineFixture.at("2026-02-24 10:00")
        )
        #expect(rules.officeTime(from: paused, to: resumed) == 10 * 3_600_000_000)
        let after = rules.resume(clock, limit: .workingDays, pausedAt: paused, resumedAt: resumed)
        #expect(after.dueAt == (try DeadlineFixture.at("2026-02-25 12:00")))
        #expect(after.paused == 932_400_000_000)
        #expect(rules.officeTime(from: paused, to: clock.dueAt) == rules.officeTime(from: resumed, to: after.dueAt))
    }
}
