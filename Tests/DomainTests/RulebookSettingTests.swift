import Domain
import Foundation
import JSON
import Testing

/// What is set in a rulebook moves what it says.
@Suite struct RulebookSettingTests {
    private let monday = "2026-11-16 10:00"

    @Test(arguments: [("courts", "楼道堆物"), ("hot-issues", "不服法院判决")])
    func anExcludedSubjectIsDivertedWithItsAnswer(category: String, title: String) throws {
        let test = try RuleFixture("jiangdong")
        let matter = try test.raise(category, by: "huachuan", at: RuleFixture.moment(monday)) { $0.title = title }
        #expect(matter.whistle.state == .diverted && matter.orders.isEmpty && matter.whistle.review == nil)
        #expect(matter.whistle.answer?.to == "政法、信访渠道" && matter.whistle.answer?.text.isEmpty == false)
        #expect(matter.events.map(\.type) == [.whistleRaised, .whistleDiverted])
        #expect(matter.isEnded && matter.whistle.closedAt != nil)
    }

    @Test func aCategorySaysItsKindUnlessTheRaiserDoes() throws {
        let test = try RuleFixture("zigong")
        let moment = try RuleFixture.moment(monday)
        #expect(try test.raise("disputes", by: "liujia", at: moment).whistle.kind == .emergency)
        #expect(try test.raise("disputes", by: "liujia", at: moment) { $0.kind = .routine }.whistle.kind == .routine)
        #expect(try test.raise("security", by: "liujia", at: moment).whistle.kind == .routine)
    }

    /// The last working day of a month, or the day that is named and the first working day after it.
    @Test(
        arguments: [
            (nil, "2026-11-16 10:00", "2026-11-30 17:00"), (nil, "2026-11-30 16:59", "2026-11-30 17:00"),
            (nil, "2026-11-30 17:00", "2026-12-31 17:00"),
            // Saturday 2026-02-28 is worked; 31 January is a Saturday that is not.
            (nil, "2026-02-01 09:00", "2026-02-28 17:00"), (nil, "2026-01-10 09:00", "2026-01-30 17:00"),
            (20, "2026-11-16 10:00", "2026-11-20 17:00"), (20, "2026-11-20 17:00", "2026-12-21 17:00"),
            // 28 January 2025 is the festival's first day: the sitting moves into February, and is no second one there.
            (28, "2025-01-20 09:00", "2025-02-05 17:00"), (28, "2025-02-01 09:00", "2025-02-05 17:00"),
            (28, "2025-02-05 17:00", "2025-02-28 17:00"), (28, "2025-12-29 09:00", "2025-12-29 17:00"),
        ] as [(Int?, String, String)])
    func theWorkingGroupSitsOnceAMonth(day: Int?, moment: String, due: String) throws {
        let test = try RuleFixture("jiangdong") { $0.reviewCadence.day = day }
        #expect(test.rules.sitting(after: try DeadlineFixture.at(moment)) == (try DeadlineFixture.at(due)))
    }

    @Test func aReviewIsDueAtTheSittingOnceTheGroupHasIt() throws {
        let test = try RuleFixture("jiangdong")
        let moment = try RuleFixture.moment(monday)
        var matter = try test.raise("property", by: "huachuan", at: moment)
        let street = matter.whistle.review?.dueAt
        #expect(street == test.rules.deadlines.due(from: moment.business, Limit(10, .workingDays)))
        let accept = Review(decision: .accept, handleBy: nil, advice: nil, note: "报区")
        try matter.review(
            accept, by: test.caller("baizhang"), organizations: test.organizations, at: moment)
        #expect(matter.whistle.review?.dueAt == (try DeadlineFixture.at("2026-11-30 17:00")))
        #expect(matter.isBeforeSitting)
        // A street's own application is before the group at once; a special matter is due by its own limit.
        let own = try test.raise("property", by: "baizhang", at: moment)
        #expect(own.whistle.review?.dueAt == (try DeadlineFixture.at("2026-11-30 17:00")))
        let special = try test.raise("property", by: "baizhang", at: moment) { $0.kind = .priority }
        #expect(special.whistle.review?.dueAt == (try DeadlineFixture.at("2026-11-18 17:00")))
    }

    @Test func whatIsDeclinedGoesOnAsALetterWhereTheRulebookSaysSo() throws {
        let moment = try RuleFixture.moment(monday)
        for (district, handledAs) in [("jiangdong", Channel.letter), ("changshu", nil)] {
            let test = try RuleFixture(district)
            var matter = try test.raise(
                district == "changshu" ? "other" : "property", by: district == "changshu" ? "meili" : "baizhang",
                at: moment)
            try matter.decline(reason: "不属本范围", by: test.caller("command-centre"), at: moment)
            #expect(matter.whistle.answer == WhistleAnswer(text: "不属本范围", handledAs: handledAs))
        }
    }

    @Test func theMeetingHasItsTimeWithinFiveWorkingDays() throws {
        let test = try RuleFixture("jiangdong")
        let moment = try RuleFixture.moment(monday)
        let centre = test.caller("command-centre")
        var matter = try test.raise("property", by: "baizhang", at: moment)
        let accept = Review(decision: .accept, handleBy: "party-secretary", advice: nil, note: "同意")
        try matter.review(accept, by: centre, organizations: test.organizations, at: moment)
        #expect(matter.whistle.convene?.dueAt == (try DeadlineFixture.at("2026-11-23 17:00")))
        // Handed over as it was accepted: the clock of that is there, and met.
        #expect(matter.whistle.handOver?.dueAt == (try DeadlineFixture.at("2026-11-19 17:00")))
        #expect(matter.whistle.handOver?.metAt == moment.business)
        var late = test.stored(matter)
        late.escalate(at: try RuleFixture.moment("2026-11-24 10:00"))
        #expect(
            late.events.filter { $0.clock == .convene }.map(\.type) == [
                .orderReminded, .orderReminded, .orderOverdue, .orderReminded,
            ])
        late.putOnTable(at: try RuleFixture.moment("2026-11-24 11:00"))
        #expect(late.whistle.convene?.overdueAt == (try DeadlineFixture.at("2026-11-23 17:00")))
        #expect(late.whistle.convene?.metAt != nil && late.version > matter.version)
        // A referral starts it where it does not run.
        late.takeOffTable()
        #expect(late.whistle.convene?.metAt == nil)
        try matter.referToMeeting(reason: "会商", by: centre, at: try RuleFixture.moment("2026-11-17 10:00"))
        #expect(matter.whistle.convene?.startedAt == moment.business)
        // Where the rulebook says nothing there is no such clock.
        let plain = try RuleFixture("changshu")
        #expect(try plain.raise("walls", by: "meili", at: moment).whistle.convene == nil)
    }

    @Test func aSuspensionEndsByItselfAtItsLongest() throws {
        let test = try RuleFixture("changshu") { $0.suspension.maximum = Limit(2, .workingDays) }
        let moment = try RuleFixture.moment(monday)
        var matter = try test.raise("walls", by: "meili", at: moment)
        try test.work(on: "housing", &matter, at: moment)
        let due = try #require(matter.orders[0].resolve?.dueAt)
        try test.suspend("housing", &matter, at: moment)
        #expect(matter.suspensionEnd(of: matter.orders[0]) == (try DeadlineFixture.at("2026-11-18 17:00")))
        var held = test.stored(matter)
        held.escalate(at: try RuleFixture.moment("2026-11-18 16:59"))
        #expect(held.orders[0].state == .suspended)
        held.escalate(at: try RuleFixture.moment("2026-11-20 09:00"))
        #expect(held.orders[0].state == .reported && held.whistle.suspendedAt == nil)
        let resumed = held.told(.orderResumed)
        #expect(resumed.map(\.at) == [try DeadlineFixture.at("2026-11-18 17:00")])
        #expect(resumed.first?.detail["by"]?.string == "bound")
        // What stood still is given back: 6 hours of Monday, 7 of each of the other two.
        #expect(
            test.rules.deadlines.officeTime(from: due, to: try #require(held.orders[0].resolve?.dueAt)) == 20
                * 3_600_000_000)
        let next = try #require(held.whistle.escalateAt)
        #expect(next > (try DeadlineFixture.at("2026-11-18 17:00")))
    }

    @Test func aDeferralWithoutOrdersIsOpenAgain() throws {
        let test = try RuleFixture("changshu") { $0.suspension.maximum = Limit(2, .workingDays) }
        let moment = try RuleFixture.moment(monday)
        var matter = try test.raise("other", by: "meili", at: moment)
        try matter.apply(
            Decision(whistle: matter.whistle.id, outcome: .deferred, decision: "缓办"), organizations: test.organizations,
            at: moment)
        #expect(matter.whistle.state == .suspended)
        matter.escalate(at: try RuleFixture.moment("2026-11-19 09:00"))
        #expect(matter.whistle.state == .awaitingDispatch && matter.told(.whistleResumed).count == 1)
    }

    @Test func triggersReferToAMeetingOnce() throws {
        let moment = try RuleFixture.moment(monday)
        func triggers(_ matter: Matter) -> [String?] {
            matter.told(.whistleReferred).map { $0.detail["trigger"]?.string }
        }
        let test = try RuleFixture("changshu")
        let three = try test.raise("parking", by: "meili", at: moment)
        #expect(triggers(three) == ["departments"] && three.whistle.referredAt == moment.business)
        var matter = try test.raise("walls", by: "meili", at: moment)
        #expect(triggers(matter) == [])
        for _ in 0..<3 {
            try matter.giveBack(
                matter.orders[0], reason: "不属", legalBasis: "三定", suggested: nil, by: test.caller("housing"),
                organizations: test.organizations, at: moment)
            try matter.adjudicate(
                matter.orders[0], Ruling(decision: .uphold, department: nil, lead: nil, note: "属地"),
                by: test.caller("command-centre"), organizations: test.organizations, at: moment)
        }
        #expect(triggers(matter) == ["returns"])
        var asked = try test.raise("walls", by: "meili", at: moment)
        try test.work(on: "housing", &asked, at: moment)
        try asked.requestSuspension(asked.orders[0], reason: "待料", by: test.caller("housing"), at: moment)
        #expect(triggers(asked) == ["suspension"])
        let quiet = try RuleFixture("changshu") {
            $0.meetings.triggers = MeetingTriggers(
                departments: nil, returns: nil, reworkBound: false, suspension: false)
        }
        #expect(triggers(try quiet.raise("parking", by: "meili", at: moment)) == [])
        var reworked = try quiet.raise("walls", by: "meili", at: moment)
        try quiet.work(on: "housing", &reworked, at: moment)
        var bad = Evaluation()
        bad.grade = .dissatisfied
        for _ in 0..<5 {
            try quiet.resolve("housing", &reworked, at: moment)
            try reworked.evaluate(bad, by: quiet.caller("meili"), at: moment)
        }
        #expect(triggers(reworked) == [] && reworked.whistle.round == 6)
    }

    @Test func onlyWhatIsOfferedCounts() throws {
        let test = try RuleFixture("changshu") {
            $0.evaluation.grades = [.satisfied, .dissatisfied]
            $0.evaluation.evaluators = [.raiser]
        }
        let moment = try RuleFixture.moment(monday)
        var matter = try test.raise("walls", by: "meili", at: moment)
        try test.work(on: "housing", &matter, at: moment)
        try test.resolve("housing", &matter, at: moment)
        var judgement = Evaluation()
        judgement.grade = .basicallySatisfied
        #expect(throws: Refusal.rule(Refusal.Rule(.gradeNotOffered, at: "/grade", "basically_satisfied"))) {
            try matter.evaluate(judgement, by: test.caller("meili"), at: moment)
        }
        (judgement.grade, judgement.by) = (.satisfied, .resident)
        #expect(throws: Refusal.rule(Refusal.Rule(.evaluatorNotOffered, at: "/by", "resident"))) {
            try matter.evaluate(judgement, by: test.caller("meili"), at: moment)
        }
    }
}
