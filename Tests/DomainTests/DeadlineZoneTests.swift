import Domain
import Testing

/// Zones whose clocks are put forward and back.
@Suite struct DeadlineZoneTests {
    private static let allDay = OfficeHours(spans: [0..<86_400], closeOfBusiness: 86_400)

    @Test(
        arguments: ["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo"],
        [OfficeHours.standard, allDay])
    func everyUnitStaysMonotone(zone: String, hours: OfficeHours) throws {
        var rules = try DeadlineFixture.rules(zone, hours: hours)
        // Clocks are changed on weekends: here they are worked.
        let first = try DeadlineFixture.day("2026-01-01")
        let weekends = (0..<365).map { first.adding(days: $0) }.filter { $0.weekday > 5 }
        rules.calendar = rules.calendar.setting(.init(year: 2026, notice: "test", off: [:], makeUp: Set(weekends)))
        // Ten minutes at a time through a spring and an autumn of changes on both halves of the globe.
        for first in [
            "2026-03-06 00:00", "2026-03-27 00:00", "2026-04-03 00:00", "2026-09-04 00:00", "2026-10-23 00:00",
        ] {
            let start = try DeadlineFixture.at(first)
            var before: [Timestamp] = []
            for step in 0..<1150 {
                let moment = start.adding(seconds: Int64(step) * 600)
                let due = TimeUnit.allCases.flatMap { unit in [1, 3].map { rules.due(from: moment, Limit($0, unit)) } }
                #expect(due.allSatisfy { $0 > moment })
                // Calendar days that roll to one day keep their times of day: they are in order by date.
                let days = [1, 3].map { amount in
                    let date = rules.zone.date(rules.due(from: moment, Limit(amount, .calendarDays)))
                    return Timestamp(seconds: Int64(date.daysSince1970))
                }
                let now =
                    [TimeUnit.minutes, .workingHours, .workingDays].flatMap { unit in
                        [1, 3].map { rules.due(from: moment, Limit($0, unit)) }
                    } + days + [Timestamp(microseconds: rules.officeTime(from: start, to: moment))]
                    + [rules.adding(officeTime: 5_400_000_000, to: moment)]
                for (earlier, later) in zip(before, now) { #expect(earlier <= later) }
                before = now
            }
        }
    }

    @Test(arguments: [
        // Put forward from 02:00 to 03:00: no such time, so the moment of the change.
        ("2026-03-29", 9000, "2026-03-29T03:00:00+02:00"), ("2026-03-29", 10_800, "2026-03-29T03:00:00+02:00"),
        ("2026-03-29", 7199, "2026-03-29T01:59:59+01:00"),
        // Put back from 03:00 to 02:00: the second time.
        ("2026-10-25", 9000, "2026-10-25T02:30:00+01:00"), ("2026-10-25", 7199, "2026-10-25T01:59:59+02:00"),
        ("2026-10-25", 86_400, "2026-10-26T00:00:00+01:00"), ("2026-07-01", 61_200, "2026-07-01T17:00:00+02:00"),
    ]) func theWallClockOfBerlin(day: String, second: Int, moment: String) throws {
        let zone = try #require(Zone("Europe/Berlin"))
        #expect(zone.moment(try DeadlineFixture.day(day), second: second).text(in: zone) == moment)
    }

    @Test func fiveInTheAfternoonStaysFiveOverTheChange() throws {
        let rules = try DeadlineFixture.rules("Europe/Berlin")
        let start = try #require(Timestamp(rfc3339: "2026-03-27T10:00:00+01:00"))
        #expect(rules.due(from: start, Limit(1, .workingDays)).text(in: rules.zone) == "2026-03-30T17:00:00+02:00")
        let clock = Clock(startedAt: start, dueAt: rules.due(from: start, Limit(1, .workingDays)))
        let after = rules.resume(
            clock, limit: .workingDays, pausedAt: start, resumedAt: start.adding(seconds: 3 * 86_400 - 3600))
        #expect(after.dueAt.text(in: rules.zone) == "2026-03-31T17:00:00+02:00")
    }

    /// Shanghai itself put its clocks forward until 1991.
    @Test func shanghaiBefore1992() throws {
        let rules = try DeadlineFixture.rules()
        let start = try #require(Timestamp(rfc3339: "1990-06-15T10:00:00+09:00"))
        #expect(rules.due(from: start, Limit(1, .workingDays)).text(in: rules.zone) == "1990-06-18T17:00:00+09:00")
    }
}
