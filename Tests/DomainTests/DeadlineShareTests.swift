import Domain
import Testing

/// The moments of reminders: 50 % and 80 % of a clock, in its own unit.
@Suite struct DeadlineShareTests {
    private let rules: DeadlineRules

    init() throws { rules = try DeadlineFixture.rules() }

    private func share(_ percent: Int, _ start: String, _ due: String, _ unit: TimeUnit) throws -> String {
        let moment = rules.moment(
            share: percent, of: try DeadlineFixture.at(start), to: try DeadlineFixture.at(due), unit: unit)
        return String(moment.text(in: rules.zone).prefix(16))
    }

    @Test(arguments: [
        // Friday 13:00 to Tuesday 17:00 has 4 + 7 + 7 office hours.
        (50, "2026-11-20 13:00", "2026-11-24 17:00", "2026-11-23T15:00"),
        // The evening before does not count: Monday's seven hours, half of them.
        (50, "2026-11-20 18:00", "2026-11-23 17:00", "2026-11-23T13:30"),
        // Four office hours over the weekend.
        (50, "2026-11-20 16:00", "2026-11-23 12:00", "2026-11-23T10:00"),
        (80, "2026-11-16 09:00", "2026-11-20 17:00", "2026-11-19T17:00"),
        // Over the Spring Festival: 14 office hours lie between, the holiday has none.
        (50, "2026-02-14 09:00", "2026-02-24 17:00", "2026-02-14T17:00"),
        (0, "2026-11-21 09:00", "2026-11-23 17:00", "2026-11-21T09:00"),
        (100, "2026-11-20 09:00", "2026-11-21 00:00", "2026-11-21T00:00"),
    ]) func inOfficeTime(percent: Int, start: String, due: String, moment: String) throws {
        #expect(try share(percent, start, due, .workingDays) == moment)
        #expect(try share(percent, start, due, .workingHours) == moment)
    }

    @Test func inRealTime() throws {
        #expect(try share(50, "2026-11-20 23:50", "2026-11-21 00:20", .minutes) == "2026-11-21T00:05")
        #expect(try share(80, "2026-11-16 10:00", "2026-11-26 10:00", .calendarDays) == "2026-11-24T10:00")
    }

    @Test func withoutOfficeTimeByElapsedTime() throws {
        #expect(try share(50, "2026-11-21 10:00", "2026-11-22 10:00", .workingDays) == "2026-11-21T22:00")
    }

    @Test func aDueTimeThatIsNotLaterIsItself() throws {
        #expect(try share(50, "2026-11-21 10:00", "2026-11-20 10:00", .workingDays) == "2026-11-20T10:00")
    }

    @Test(arguments: TimeUnit.allCases) func sharesAreInOrderAndInside(unit: TimeUnit) {
        var random = DeadlineRandom(seed: 9)
        for _ in 0..<1000 {
            let start = DeadlineFixture.moment(&random)
            let due = rules.due(from: start, Limit(Int.random(in: 1...30, using: &random), unit))
            let moments = [0, 1, 50, 80, 99, 100].map { rules.moment(share: $0, of: start, to: due, unit: unit) }
            #expect(moments == moments.sorted())
            #expect(moments[0] == start && moments[5] == due)
        }
    }
}
