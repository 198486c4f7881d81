import Calendars
import Domain
import Foundation
import Rulebooks
import Testing

/// Going out and listening, decided without any database.
@Suite struct FieldTests {
    private let calendar: WorkingCalendar

    init() throws { calendar = try OfficialCalendar.load() }

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func plan(_ day: VisitPlan.Day, from start: String, to end: String? = nil) throws -> AreaPlan {
        var plan = AreaPlan()
        plan.day = day
        plan.startsOn = try self.day(start)
        plan.endsOn = try end.map { try self.day($0) }
        return plan
    }

    private func visit(_ planned: String?, on day: String) throws -> AreaVisit {
        var visit = AreaVisit()
        visit.id = UUID()
        visit.plannedFor = try planned.map { try self.day($0) }
        visit.visitedOn = try self.day(day)
        return visit
    }

    /// 浏阳: 60 of 100 is enough, 59 is not, whatever the numbers.
    @Test(arguments: [(59, 100, false), (60, 100, true), (3, 5, true), (2, 4, false), (0, 0, true), (599, 1000, false)])
    func aThemeAsksForResidents(residents: Int, attendees: Int, enough: Bool) throws {
        let file = try #require(try DistrictFile.load("liuyang"))
        var session = ListeningSession()
        session.theme = "民生实事"
        session.residentsPresent = residents
        session.attendeesPresent = attendees
        let refused = Refusal.rule(Refusal.Rule(.residentRatio, at: "/residents_present", "60"))
        if enough {
            try session.check(file.rulebook.meetings)
        } else {
            #expect(throws: refused) { try session.check(file.rulebook.meetings) }
        }
        session.theme = "环境保护"
        try session.check(file.rulebook.meetings)
    }

    @Test func aSessionIsForItsHolderAndTheTownshipAbove() {
        var session = ListeningSession()
        session.organization = "beiyuan"
        session.township = "huaichuan"
        for (organization, role, sees) in [
            ("beiyuan", Role.community, true), ("huaichuan", .township, true), ("jili", .township, false),
            ("beizheng", .community, false), ("police", .department, false), ("command-centre", .commandCentre, true),
            ("supervision", .supervisor, true), ("command-centre", .observer, true), ("command-centre", .admin, true),
        ] {
            let caller = Caller(district: "liuyang", organization: organization, role: role)
            #expect(session.isVisible(to: caller) == sees, "\(organization)")
        }
    }

    @Test func everyMovedTuesdaySaysWhy() throws {
        let days = try plan(.weekly(2), from: "2024-01-01").days(
            from: day("2024-01-01"), to: day("2026-12-31"), calendar, visits: [], today: day("2024-01-01"))
        let moved = days.filter { $0.visit.on != $0.visit.planned }
        #expect(
            moved.map(\.visit.planned.text) == [
                "2024-02-13", "2024-09-17", "2024-10-01", "2025-01-28", "2025-02-04", "2025-10-07", "2026-02-17",
                "2026-05-05", "2026-10-06",
            ])
        #expect(moved.allSatisfy { $0.visit.reason?.notice != nil && calendar.isWorking($0.visit.on) })
        #expect(moved.allSatisfy { $0.visit.on.weekday != 2 })
    }

    @Test func whatNobodyCameOnIsMissed() throws {
        let plan = try plan(.weekly(2), from: "2026-10-05", to: "2026-11-10")
        let visits = [try visit("2026-10-06", on: "2026-10-08"), try visit("2026-10-13", on: "2026-10-16")]
        let days = plan.days(
            from: try day("2026-09-01"), to: try day("2026-12-31"), calendar, visits: visits,
            today: try day("2026-10-27"))
        #expect(
            days.map(\.visit.planned.text) == [
                "2026-10-06", "2026-10-13", "2026-10-20", "2026-10-27", "2026-11-03", "2026-11-10",
            ])
        #expect(days.map(\.state) == [.visited, .visited, .missed, .planned, .planned, .planned])
        // On the day it was moved to it is not late.
        #expect(days.map(\.isLate) == [false, true, false, false, false, false])
        #expect(plan.next(from: try day("2026-10-07"), calendar)?.on == (try day("2026-10-08")))
        #expect(plan.next(from: try day("2026-11-11"), calendar) == nil)
    }

    @Test func aVisitStandsForItsDayOrTheLastOneMissed() throws {
        let plan = try plan(.weekly(2), from: "2026-09-29")
        func planned(_ visited: String, taken: String...) throws -> String? {
            plan.plannedDay(for: try day(visited), calendar, taken: Set(try taken.map { try day($0) }))?.text
        }
        #expect(try planned("2026-10-13") == "2026-10-13")
        #expect(try planned("2026-10-08") == "2026-10-06")
        // The moved day is still to come: the one before it.
        #expect(try planned("2026-10-07") == "2026-09-29")
        #expect(try planned("2026-10-15") == "2026-10-13")
        #expect(try planned("2026-10-15", taken: "2026-10-13") == "2026-10-06")
        #expect(try planned("2026-10-15", taken: "2026-10-13", "2026-10-06", "2026-09-29") == nil)
        #expect(try planned("2026-09-28") == nil)
        #expect(plan.plans(try day("2026-10-06"), calendar))
        #expect(!plan.plans(try day("2026-10-08"), calendar))
    }

    @Test func anAgentsDayOnAWeekendIsTheNextWorkingDay() throws {
        let days = try plan(.monthly(15), from: "2026-01-01").days(
            from: day("2026-08-01"), to: day("2026-08-31"), calendar, visits: [], today: day("2026-01-01"))
        #expect(days.map(\.visit.on.text) == ["2026-08-17"])
        #expect(days.first?.visit.reason?.reason == DayOff.weekend)
    }

    @Test func theRulebooksPlanHoldsForItsUnitsAndWhatLiesUnderThem() throws {
        let file = try #require(try DistrictFile.load("dujiangyan"))
        let units = Dictionary(file.organizations.map { ($0.code, $0) }) { $1 }
        let inside = try #require(units["liujie-01"])
        let outside = try #require(units["taiping"])
        #expect(try file.rulebook.visitPlan(nil, for: inside)?.code == "courtyards")
        #expect(try file.rulebook.visitPlan(nil, for: outside) == nil)
        #expect(throws: Refusal.rule(Refusal.Rule(.outsidePlan, at: "/area", "taiping"))) {
            try file.rulebook.visitPlan("courtyards", for: outside)
        }
        #expect(throws: Refusal.rule(Refusal.Rule(.unknownVisitPlan, at: "/rule", "nothing"))) {
            try file.rulebook.visitPlan("nothing", for: inside)
        }
    }

    @Test func anItemOpensAgainAsOftenAsItTakes() throws {
        var item = Item()
        #expect(throws: Refusal.self) { try item.evaluate(.satisfied) }
        for _ in 0..<3 {
            item.state = .resolved
            try item.evaluate(.dissatisfied)
            #expect(item.state == .open && item.grade == .dissatisfied)
        }
        item.state = .resolved
        try item.evaluate(.basicallySatisfied)
        #expect(item.state == .resolved && item.grade == .basicallySatisfied)
    }

    @Test func aResultIsTakenOnceAndOnlyFromTheSample() throws {
        let (one, two) = (UUID(), UUID())
        var inspection = Inspection()
        inspection.sample = [SampledMatter(whistleID: one)]
        let moment = Moment(business: Timestamp(seconds: 9), machine: Timestamp(seconds: 9))
        let missed = SampleResult(whistleID: one, reached: false, solved: nil, grade: nil, comment: "无人接听")
        try inspection.record(missed, at: 0, moment)
        #expect(inspection.sample[0].reached == false && inspection.sample[0].grade == nil)
        #expect(!missed.evaluation.valid && !missed.evaluation.demandsRework)
        #expect(throws: Refusal.rule(Refusal.Rule(.duplicate, at: "/results/1/whistle", one.text))) {
            try inspection.record(missed, at: 1, moment)
        }
        let other = SampleResult(whistleID: two, reached: true, solved: nil, grade: .dissatisfied, comment: nil)
        #expect(throws: Refusal.rule(Refusal.Rule(.notSampled, at: "/results/0/whistle", two.text))) {
            try inspection.record(other, at: 0, moment)
        }
        #expect(!other.solved && other.evaluation.demandsRework)
        let unsolved = SampleResult(whistleID: two, reached: true, solved: false, grade: nil, comment: nil)
        #expect(unsolved.grade == .dissatisfied)
    }
}
