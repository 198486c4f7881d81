import Calendars
import Domain
import Testing

/// When the ladder's rungs fire.
@Suite struct RulebookLadderTests {
    private let rules: DeadlineRules

    init() throws {
        let zone = try #require(Zone("Asia/Shanghai"))
        rules = DeadlineRules(calendar: try OfficialCalendar.load(), zone: zone, hours: .standard)
    }

    private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text + "+08:00")) }

    private func moments(_ start: String, _ limit: Limit, under other: DeadlineRules? = nil) throws -> [String] {
        let rules = other ?? self.rules
        let start = try at(start)
        let clock = Clock(startedAt: start, dueAt: rules.due(from: start, limit))
        let due = Ladder.standard.rungs(for: .resolve, clock, unit: limit.unit, under: rules)
        #expect(due.map(\.at) == due.map(\.at).sorted())
        #expect(due.map(\.rung.name) == ["remind-50", "remind-80", "overdue", "urge", "yellow", "bulletin", "red"])
        return due.map { String($0.at.text(in: rules.zone).dropLast(6)) }
    }

    @Test func workingDaysAreMeasuredInOfficeTime() throws {
        // Monday 09:00, one working day: due on Tuesday at 17:00, fourteen office hours later.
        #expect(
            try moments("2026-11-23T09:00:00", Limit(1, .workingDays)) == [
                "2026-11-23T17:00:00", "2026-11-24T14:12:00", "2026-11-24T17:00:00", "2026-11-25T09:00:00",
                "2026-12-01T17:00:00", "2026-12-01T17:00:00", "2026-12-08T17:00:00",
            ])
    }

    @Test func holidaysStretchTheLadder() throws {
        // From the eve of the 2026 National Day holiday: due on 10-10, a Saturday that is worked.
        #expect(
            try moments("2026-09-30T13:00:00", Limit(3, .workingDays)) == [
                "2026-10-09T10:30:00", "2026-10-10T11:00:00", "2026-10-10T17:00:00", "2026-10-12T09:00:00",
                "2026-10-16T17:00:00", "2026-10-16T17:00:00", "2026-10-23T17:00:00",
            ])
    }

    @Test func workingHoursSkipTheNight() throws {
        // Friday 16:00 and four hours: two of them end on Monday at 10:00.
        #expect(
            try moments("2026-11-20T16:00:00", Limit(4, .workingHours)).prefix(4) == [
                "2026-11-23T10:00:00", "2026-11-23T11:12:00", "2026-11-23T12:00:00", "2026-11-24T09:00:00",
            ])
    }

    @Test func emergenciesAreMeasuredInRealTime() throws {
        // In the night of New Year's Day; the urging waits for the first working day, a Sunday that is worked.
        #expect(
            try moments("2026-01-01T23:50:00", Limit(30, .minutes)).prefix(4) == [
                "2026-01-02T00:05:00", "2026-01-02T00:14:00", "2026-01-02T00:20:00", "2026-01-04T09:00:00",
            ])
    }

    @Test func calendarDaysAreMeasuredToWhereTheyRolled() throws {
        // Seven days from 2026-02-13 roll over the Spring Festival to 02-24: eleven days of real time.
        #expect(
            try moments("2026-02-13T10:00:00", Limit(7, .calendarDays)).prefix(3) == [
                "2026-02-18T22:00:00", "2026-02-22T05:12:00", "2026-02-24T10:00:00",
            ])
    }

    @Test func midnightEndsItsOwnDay() throws {
        var late = rules
        late.hours.closeOfBusiness = 86_400
        let due = try moments("2026-11-23T09:00:00", Limit(1, .workingDays), under: late)
        #expect(due[2] == "2026-11-25T00:00:00" && due[3] == "2026-11-25T09:00:00" && due[4] == "2026-12-02T00:00:00")
    }

    @Test func aRungWatchesItsClocksOnly() throws {
        let start = try at("2026-11-23T09:00:00")
        let clock = Clock(startedAt: start, dueAt: start.adding(seconds: 600))
        let ladder = Ladder([
            Rung(name: "late", at: .share(100), deed: .overdue),
            Rung(name: "card", at: .after(Limit(1, .workingDays)), deed: .supervise(.red), clocks: [.total]),
        ])
        #expect(ladder.rungs(for: .receive, clock, unit: .minutes, under: rules).map(\.rung.name) == ["late"])
        #expect(ladder.rungs(for: .total, clock, unit: .minutes, under: rules).count == 2)
    }

    @Test func aMattersClockIsMeasuredInItsLimitsUnit() throws {
        let matter = MatterRules(rulebook: Rulebook(), deadlines: rules)
        let start = try at("2026-11-20T16:00:00")
        let clock = Clock(startedAt: start, dueAt: rules.due(from: start, Limit(4, .workingHours)))
        #expect(try matter.rungs(for: .receive, clock, kind: .priority)[0].at == at("2026-11-23T10:00:00"))
        #expect(try matter.rungs(for: .reply, clock, kind: .priority)[0].at == at("2026-11-22T02:00:00"))
    }

    @Test func officeTimeAndItsInverseAgree() throws {
        let start = try at("2026-02-12T11:30:00")
        for hours: Int64 in [0, 1, 5, 7, 30, 200] {
            let amount = hours * 3_600_000_000 + 1
            let end = rules.adding(officeTime: amount, to: start)
            #expect(rules.officeTime(from: start, to: end) == amount)
        }
        #expect(rules.officeTime(from: start, to: start.adding(seconds: -5)) == 0)
        #expect(rules.officeTime(from: try at("2026-02-15T00:00:00"), to: try at("2026-02-24T00:00:00")) == 0)
    }

    @Test func tuesdaysThatAreOffMove() throws {
        let plan = VisitPlan(code: "courtyards", name: "走院子", day: .weekly(2))
        let first = try #require(LocalDate("2024-01-01"))
        let last = try #require(LocalDate("2026-12-31"))
        let moved = plan.visits(from: first, to: last, calendar: rules.calendar).filter { $0.on != $0.planned }
        #expect(
            moved.map { "\($0.planned) \($0.on)" } == [
                "2024-02-13 2024-02-18", "2024-09-17 2024-09-18", "2024-10-01 2024-10-09", "2025-01-28 2025-02-05",
                "2025-02-04 2025-02-05", "2025-10-07 2025-10-09", "2026-02-17 2026-02-25", "2026-05-05 2026-05-06",
                "2026-10-06 2026-10-08",
            ])
        #expect(moved.allSatisfy { $0.reason?.notice != nil })
        let monthly = VisitPlan(code: "agents", name: "代办", day: .monthly(15), roll: .none)
        #expect(monthly.visits(from: first, to: last, calendar: rules.calendar).count == 36)
    }
}
