import Calendars
import Domain
import Foundation
import Testing

/// A year's notice that comes late: which deadlines move, and which were set by somebody and stay.
@Suite struct RecountTests {
    /// 2027 without its notice, and with one: the first week of January off, the Saturday before it worked.
    private let before: RuleFixture
    private let after: RuleFixture
    private let start: Moment

    init() throws {
        let calendar = try OfficialCalendar.load()
        let notice = try OfficialCalendar.read(
            """
            year: 2027
            notice: cn-2027-test
            off:
              - {name: 元旦, from: 2027-01-01, to: 2027-01-07}
            make_up: [2027-01-09]
            """)
        before = try RuleFixture("changshu", calendar: calendar)
        after = try RuleFixture("changshu", calendar: calendar.setting(notice))
        start = try RuleFixture.moment("2026-12-28 10:00")
    }

    private func raised(_ departments: [String] = ["housing"]) throws -> Matter {
        try before.raise("walls", by: "meili", departments: departments, at: start)
    }

    /// As it is read back under the new calendar, counted anew.
    private func recounted(_ matter: Matter) throws -> (matter: Matter, moved: [String: String]) {
        var fresh = Matter(whistle: matter.whistle, orders: matter.orders, rules: after.rules, isStored: true)
        let moved = fresh.recount(from: before.rules, at: start)
        #expect(moved.isEmpty == fresh.events.isEmpty)
        return (
            fresh,
            Dictionary(
                uniqueKeysWithValues: moved.map {
                    (
                        "\($0.order.map { _ in "order" } ?? "whistle") \($0.clock.rawValue)",
                        "\($0.from.text(in: after.rules.deadlines.zone).prefix(10)) \($0.to.text(in: after.rules.deadlines.zone).prefix(10))"
                    )
                })
        )
    }

    @Test func ordersAndTheWholeMoveAndAreReported() throws {
        let (matter, moved) = try recounted(try raised())
        // Receive is due on 12-29 and report on 12-31, before the year begins; the others were counted over 1 January.
        #expect(
            moved == [
                "order resolve": "2027-01-06 2027-01-12", "whistle total": "2027-01-11 2027-01-15",
            ])
        #expect(matter.orders[0].version == 2)
        let told = matter.told(.whistleDeadlinesMoved)
        #expect(told.count == 1 && told[0].detail["clocks"]?.array?.count == 2)
        let deadline = after.rules.deadlines.explanation(
            from: start.business, to: try #require(matter.orders[0].resolve?.dueAt), unit: .workingDays)
        #expect(!deadline.provisional && deadline.skipped.contains { $0.notice == "cn-2027-test" })
        let provisional = before.rules.deadlines.deadline(from: start.business, Limit(7, .workingDays))
        #expect(provisional.provisional)
        // Counted once more nothing moves.
        var again = matter
        #expect(again.recount(from: after.rules, at: start).isEmpty)
    }

    @Test func whatWasMetOrEndedStays() throws {
        var matter = try raised()
        try before.work(on: "housing", &matter, at: start)
        try before.resolve("housing", &matter, at: start)
        #expect(try recounted(matter).moved == ["whistle total": "2027-01-11 2027-01-15"])
    }

    @Test func anExtensionAndAMeetingsDateStay() throws {
        var matter = try raised()
        try before.work(on: "housing", &matter, at: start)
        let until = try DeadlineFixture.at("2027-01-20 17:00")
        try matter.requestExtension(
            matter.orders[0], until: until, reason: "雨", by: before.caller("housing"), at: start)
        try matter.decideExtension(
            matter.orders[0], approve: true, note: nil, by: before.caller("command-centre"), at: start)
        let (fresh, moved) = try recounted(matter)
        #expect(moved.isEmpty && fresh.orders[0].resolve?.dueAt == until && fresh.whistle.total?.dueAt == until)
        // Also one that happens to be where the limit's own due time was.
        var set = try raised()
        var decision = Decision(whistle: set.whistle.id, outcome: .assigned, decision: "限期")
        (decision.lead, decision.dueAt) = ("housing", set.orders[0].resolve?.dueAt)
        try set.apply(decision, organizations: before.organizations, at: start)
        #expect(try recounted(set).moved == ["whistle total": "2027-01-11 2027-01-15"])
    }

    @Test func whatAPauseGaveBackIsGivenBackOnceMore() throws {
        var matter = try raised()
        try before.work(on: "housing", &matter, at: start)
        try before.suspend("housing", &matter, at: start)
        // Standing still now: due by its limit, and counted so.
        #expect(
            try recounted(matter).moved == [
                "order resolve": "2027-01-06 2027-01-12", "whistle total": "2027-01-11 2027-01-15",
            ])
        // A whole working day was given back, 10:00 to 10:00: one day more on either calendar.
        try matter.resume(
            matter.orders[0], by: before.caller("housing"), at: try RuleFixture.moment("2026-12-29 10:00"))
        #expect(
            try recounted(matter).moved == [
                "order resolve": "2027-01-07 2027-01-13", "whistle total": "2027-01-12 2027-01-18",
            ])
    }

    @Test(
        arguments: [
            // Five days off and two of a weekend, within the limit's span.
            (Limit(16, .workingHours), "2026-12-31 10:00", Int64(0), "2027-01-09T12:00"),
            (Limit(5, .calendarDays), "2026-12-28 10:00", 0, "2027-01-08T10:00"),
            (Limit(1440, .minutes), "2026-12-31 10:00", 0, "2027-01-01T10:00"),
            (Limit(1440, .minutes), "2026-12-31 10:00", 3_600_000_000, "2027-01-01T11:00"),
            // The pause's three days are given back before the roll.
            (Limit(2, .calendarDays), "2026-12-28 10:00", 3 * 86_400_000_000, "2027-01-08T10:00"),
        ] as [(Limit, String, Int64, String)])
    func everyUnitIsCountedByTheNewCalendar(limit: Limit, from: String, paused: Int64, due: String) throws {
        let (old, new) = (before.rules.deadlines, after.rules.deadlines)
        let from = try DeadlineFixture.at(from)
        var clock = Clock(startedAt: from, dueAt: old.due(from: from, limit))
        if paused > 0 {
            clock = old.resume(
                clock, limit: limit.unit, pausedAt: from, resumedAt: from.adding(microseconds: paused))
        }
        let counted = try #require(new.recounted(clock, limit, from: old))
        #expect(String(counted.text(in: new.zone).prefix(16)) == due)
        // A due time that is not the limit's is nobody's to count.
        clock.dueAt = clock.dueAt.adding(seconds: -60)
        clock.paused = 0
        #expect(new.recounted(clock, limit, from: old) == nil)
    }

    @Test func aSittingStaysInItsMonth() throws {
        let calendar = try OfficialCalendar.load()
        let notice = try OfficialCalendar.read(
            "year: 2027\nnotice: cn-2027-test\noff:\n  - {name: 春节, from: 2027-01-27, to: 2027-02-02}\nmake_up: []\n")
        let old = try RuleFixture("jiangdong", calendar: calendar)
        let new = try RuleFixture("jiangdong", calendar: calendar.setting(notice))
        let moment = try RuleFixture.moment("2027-01-04 10:00")
        let matter = try old.raise("property", by: "baizhang", at: moment)
        #expect(matter.whistle.review?.dueAt == (try DeadlineFixture.at("2027-01-29 17:00")))
        var fresh = Matter(whistle: matter.whistle, orders: [], rules: new.rules, isStored: true)
        #expect(fresh.recount(from: old.rules, at: moment).map(\.clock) == [.review])
        #expect(fresh.whistle.review?.dueAt == (try DeadlineFixture.at("2027-01-26 17:00")))
    }
}
