import Domain
import Testing

/// Which days a deadline says it passed over.
@Suite struct DeadlineExplanationTests {
    private let rules: DeadlineRules

    init() throws { rules = try DeadlineFixture.rules() }

    private func skipped(_ deadline: Deadline) -> [String] {
        deadline.skipped.map { String($0.date.text.dropFirst(5)) }
    }

    @Test func theSpringFestivalIsNamedDayByDay() throws {
        let deadline = rules.deadline(from: try DeadlineFixture.at("2026-02-13 10:00"), Limit(7, .workingDays))
        #expect(
            skipped(deadline) == [
                "02-15", "02-16", "02-17", "02-18", "02-19", "02-20", "02-21", "02-22", "02-23", "03-01",
            ])
        #expect(deadline.skipped.prefix(9).allSatisfy { $0.reason == "春节" })
        #expect(deadline.skipped.last?.reason == DayOff.weekend)
        #expect(deadline.skipped.allSatisfy { $0.notice == "cn-2026" })
    }

    @Test func theRolledDaysOfACalendarDeadlineAreSkippedDays() throws {
        let deadline = rules.deadline(from: try DeadlineFixture.at("2026-02-13 10:00"), Limit(7, .calendarDays))
        #expect(deadline.dueAt == (try DeadlineFixture.at("2026-02-24 10:00")))
        #expect(skipped(deadline).first == "02-15" && skipped(deadline).last == "02-23" && deadline.skippedCount == 9)
    }

    /// A Sunday that is wholly over when the deadline is due at Monday 00:00.
    @Test func aRollToMidnightSkipsTheDayBefore() throws {
        let deadline = rules.deadline(from: try DeadlineFixture.at("2026-11-19 00:00"), Limit(3, .calendarDays))
        #expect(deadline.dueAt == (try DeadlineFixture.at("2026-11-23 00:00")))
        #expect(skipped(deadline) == ["11-21", "11-22"])
    }

    @Test func aDeadlineAtMidnightDoesNotReachIntoTheNextDay() throws {
        var rules = rules
        rules.hours = DeadlineFixture.midnight
        let friday = rules.deadline(from: try DeadlineFixture.at("2026-11-19 10:00"), Limit(1, .workingDays))
        #expect(friday.dueAt == (try DeadlineFixture.at("2026-11-21 00:00")))
        #expect(friday.skipped.isEmpty)
        // 24:00 on the last day of a year with a notice does not count the next.
        let last = rules.deadline(from: try DeadlineFixture.at("2026-12-30 10:00"), Limit(1, .workingDays))
        #expect(last.dueAt == (try DeadlineFixture.at("2027-01-01 00:00")))
        #expect(!last.provisional)
    }

    @Test func aStartOnADayOffIsNoSkippedDay() throws {
        let start = try DeadlineFixture.at("2026-11-21 11:00")
        #expect(skipped(rules.deadline(from: start, Limit(1, .workingDays))) == ["11-22"])
        #expect(skipped(rules.deadline(from: start, Limit(1, .workingHours))) == ["11-22"])
    }

    @Test(arguments: [
        // Only days of 2024 are counted: the starting day is not.
        ("2023-12-31 10:00", 1, TimeUnit.workingDays, false), ("2023-12-31 10:00", 1, .workingHours, true),
        ("2023-12-29 10:00", 1, .workingDays, true), ("2026-12-31 10:00", 1, .workingDays, true),
        ("2026-12-30 10:00", 1, .workingDays, false), ("2026-12-30 10:00", 2, .calendarDays, true),
        ("2023-05-05 10:00", 3, .workingDays, true), ("2030-05-05 10:00", 3, .workingDays, true),
        ("2023-06-01 10:00", 400, .calendarDays, true), ("2030-05-05 10:00", 3, .minutes, false),
    ]) func provisionalWhereAYearWithoutANoticeIsCounted(
        start: String, amount: Int, unit: TimeUnit, is provisional: Bool
    )
        throws
    {
        #expect(rules.deadline(from: try DeadlineFixture.at(start), Limit(amount, unit)).provisional == provisional)
    }

    /// A due time set by an extension, on a day off.
    @Test func anyDueTimeIsExplained() throws {
        let deadline = rules.explanation(
            from: try DeadlineFixture.at("2026-11-20 10:00"), to: try DeadlineFixture.at("2026-11-22 10:00"),
            unit: .workingDays)
        #expect(skipped(deadline) == ["11-21"])
        let backwards = rules.explanation(
            from: try DeadlineFixture.at("2026-11-20 10:00"), to: try DeadlineFixture.at("2026-11-18 10:00"),
            unit: .workingDays)
        #expect(backwards.skipped.isEmpty && backwards.skippedCount == 0 && !backwards.provisional)
    }
}
