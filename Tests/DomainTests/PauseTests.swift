import Domain
import Testing

/// 挂账: suspended time is given back exactly, in the clock's own unit.
@Suite struct PauseTests {
    private let rules: DeadlineRules

    init() throws { rules = try DeadlineFixture.rules() }

    /// The due time of a clock after a pause, as local text.
    private func resumed(
        _ unit: TimeUnit, due: String, paused: String, until resumed: String, hours: OfficeHours = .standard
    ) throws -> String {
        var rules = rules
        rules.hours = hours
        let paused = try DeadlineFixture.at(paused)
        let clock = Clock(startedAt: paused.adding(seconds: -86_400), dueAt: try DeadlineFixture.at(due))
        let after = rules.resume(clock, limit: unit, pausedAt: paused, resumedAt: try DeadlineFixture.at(resumed))
        #expect(after.paused == (try DeadlineFixture.at(resumed)).since(paused))
        return String(after.dueAt.text(in: rules.zone).prefix(16))
    }

    @Test(arguments: [
        // Friday evening to Monday before opening: no office time, nothing moves.
        ("2026-11-25 17:00", "2026-11-20 18:00", "2026-11-23 08:59", "2026-11-25T17:00"),
        // A whole working day.
        ("2026-11-20 17:00", "2026-11-17 09:00", "2026-11-17 17:00", "2026-11-23T17:00"),
        ("2026-11-20 17:00", "2026-11-17 10:00", "2026-11-18 10:00", "2026-11-23T17:00"),
        // Half a day: a morning.
        ("2026-11-20 17:00", "2026-11-17 09:00", "2026-11-17 12:30", "2026-11-23T12:00"),
        // Over the Spring Festival: one working day, Saturday 02-14, made good on Saturday 02-28, both worked.
        ("2026-02-27 17:00", "2026-02-13 17:00", "2026-02-24 09:00", "2026-02-28T17:00"),
    ]) func workingTimeMovesByOfficeTime(due: String, paused: String, until: String, after: String) throws {
        #expect(try resumed(.workingDays, due: due, paused: paused, until: until) == after)
        #expect(try resumed(.workingHours, due: due, paused: paused, until: until) == after)
    }

    @Test(arguments: [
        // Nothing to add: 24:00 stays 24:00, it is not the same as the next opening.
        ("2026-11-21 00:00", "2026-11-20 18:00", "2026-11-23 08:00", "2026-11-21T00:00"),
        ("2026-11-26 00:00", "2026-11-20 18:00", "2026-11-23 08:00", "2026-11-26T00:00"),
        // Whole working days keep the close of business.
        ("2026-11-21 00:00", "2026-11-17 09:00", "2026-11-17 17:00", "2026-11-24T00:00"),
        ("2026-11-21 00:00", "2026-11-16 11:00", "2026-11-18 11:00", "2026-11-25T00:00"),
        // A part of one does not.
        ("2026-11-21 00:00", "2026-11-17 09:00", "2026-11-17 12:00", "2026-11-23T12:00"),
        // Two mornings and an afternoon's hour make a day again.
        ("2026-11-23 12:00", "2026-11-17 13:00", "2026-11-17 17:00", "2026-11-24T00:00"),
    ]) func closeOfBusinessAtMidnightIsKept(due: String, paused: String, until: String, after: String) throws {
        let midnight = DeadlineFixture.midnight
        #expect(try resumed(.workingDays, due: due, paused: paused, until: until, hours: midnight) == after)
    }

    @Test func realTimeMovesByElapsedTime() throws {
        #expect(
            try resumed(.minutes, due: "2026-11-20 18:00", paused: "2026-11-20 17:50", until: "2026-11-21 03:50")
                == "2026-11-21T04:00")
        // Two days later is a Sunday: rolled to the Monday, same time of day.
        #expect(
            try resumed(.calendarDays, due: "2026-11-20 10:30", paused: "2026-11-17 08:00", until: "2026-11-19 08:00")
                == "2026-11-23T10:30")
        #expect(
            try resumed(.calendarDays, due: "2026-11-18 10:30", paused: "2026-11-17 08:00", until: "2026-11-18 07:00")
                == "2026-11-19T09:30")
    }

    @Test(arguments: TimeUnit.allCases) func lateStaysLate(unit: TimeUnit) throws {
        let clock = Clock(
            startedAt: try DeadlineFixture.at("2026-11-10 10:00"), dueAt: try DeadlineFixture.at("2026-11-17 17:00"))
        let after = rules.resume(
            clock, limit: unit, pausedAt: try DeadlineFixture.at("2026-11-17 17:01"),
            resumedAt: try DeadlineFixture.at("2026-11-19 17:01"))
        #expect(after.dueAt == clock.dueAt)
        #expect(after.paused == 2 * 86_400_000_000)
    }

    @Test(arguments: TimeUnit.allCases) func aMetClockAndAPauseBackwardsAreLeftAlone(unit: TimeUnit) throws {
        let (start, end) = (try DeadlineFixture.at("2026-11-17 10:00"), try DeadlineFixture.at("2026-11-18 10:00"))
        var clock = Clock(startedAt: start, dueAt: try DeadlineFixture.at("2026-11-21 10:00"), paused: 7)
        #expect(rules.resume(clock, limit: unit, pausedAt: end, resumedAt: start) == clock)
        #expect(rules.resume(clock, limit: unit, pausedAt: end, resumedAt: end) == clock)
        clock.meet(at: start.adding(seconds: 60))
        #expect(rules.resume(clock, limit: unit, pausedAt: start, resumedAt: end) == clock)
    }

    @Test func onlyTheClocksOwnTimeIsItsPause() throws {
        let start = try DeadlineFixture.at("2026-11-17 10:00")
        let clock = Clock(startedAt: start, dueAt: try DeadlineFixture.at("2026-11-18 10:00"))
        let after = rules.resume(
            clock, limit: .minutes, pausedAt: start.adding(seconds: -3600), resumedAt: start.adding(seconds: 60))
        #expect(after.paused == 60_000_000)
        #expect(after.dueAt == clock.dueAt.adding(seconds: 60))
    }

    @Test(arguments: [TimeUnit.workingDays, .workingHours], [OfficeHours.standard, DeadlineFixture.midnight])
    func exactlyThePausedOfficeTimeIsGivenBack(unit: TimeUnit, hours: OfficeHours) throws {
        var rules = rules
        rules.hours = hours
        let oracle = DeadlineOracle(rules: rules)
        var random = DeadlineRandom(seed: 7)
        for _ in 0..<1500 {
            let start = DeadlineFixture.moment(&random)
            let clock = Clock(
                startedAt: start, dueAt: rules.due(from: start, Limit(Int.random(in: 1...30, using: &random), unit)))
            let paused = start.adding(microseconds: Int64.random(in: 0...clock.dueAt.since(start), using: &random))
            let resumed = paused.adding(microseconds: Int64.random(in: 1...2_000_000_000_000, using: &random))
            let after = rules.resume(clock, limit: unit, pausedAt: paused, resumedAt: resumed)
            let given = oracle.officeTime(from: clock.dueAt, to: after.dueAt)
            #expect(given == oracle.officeTime(from: paused, to: resumed))
            #expect(after.dueAt >= clock.dueAt)
            // What is left to work after the resumption is what was left at the pause.
            #expect(
                oracle.officeTime(from: resumed, to: after.dueAt) == oracle.officeTime(from: paused, to: clock.dueAt)
                    || after.dueAt < resumed)
        }
    }

    /// Calendar days are left out: each resumption rolls off a day off by itself.
    @Test(
        arguments: [TimeUnit.workingDays, .workingHours, .minutes], [OfficeHours.standard, DeadlineFixture.midnight])
    func twoAdjacentPausesAreOne(unit: TimeUnit, hours: OfficeHours) throws {
        var rules = rules
        rules.hours = hours
        var random = DeadlineRandom(seed: 8)
        var compared = 0
        for _ in 0..<2000 {
            let start = DeadlineFixture.moment(&random)
            let clock = Clock(
                startedAt: start, dueAt: rules.due(from: start, Limit(Int.random(in: 1...30, using: &random), unit)))
            let first = start.adding(microseconds: Int64.random(in: 0...clock.dueAt.since(start), using: &random))
            let second = first.adding(microseconds: Int64.random(in: 1...1_000_000_000_000, using: &random))
            let third = second.adding(microseconds: Int64.random(in: 1...1_000_000_000_000, using: &random))
            let half = rules.resume(clock, limit: unit, pausedAt: first, resumedAt: second)
            // A clock with no office time left comes back late, and late stays late.
            guard !half.isOverdue(at: second) else { continue }
            compared += 1
            #expect(
                rules.resume(half, limit: unit, pausedAt: second, resumedAt: third)
                    == rules.resume(clock, limit: unit, pausedAt: first, resumedAt: third))
        }
        #expect(compared > 1500)
    }
}
