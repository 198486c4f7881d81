import Domain
import Foundation
import Testing

/// Rules of a matter that were once broken.
@Suite struct MatterRuleTests {
    private let test: RuleFixture
    private let moment: Moment
    private let centre: Caller

    init() throws {
        test = try RuleFixture("changshu")
        moment = try RuleFixture.moment("2026-11-16 10:00")
        centre = test.caller("command-centre")
    }

    private func rule(_ body: () throws -> Void) -> Refusal.Rule? {
        do { try body() } catch Refusal.rule(let rule) { return rule } catch { return nil }
        return nil
    }

    @Test func pointersNameTheElementThatIsWrong() throws {
        var matter = try test.raise("walls", by: "meili", departments: ["housing", "water"], at: moment)
        var decision = Decision(whistle: matter.whistle.id, outcome: .assigned, decision: "牵头")
        for (lead, assisting, pointer) in [
            ("nobody", ["water"], "/lead"), ("water", ["police", "nobody"], "/assisting/1"),
            ("water", ["police", "police"], "/assisting/1"), ("water", ["police", "water"], "/assisting/1"),
        ] {
            (decision.lead, decision.assisting) = (lead, assisting)
            #expect(
                rule { try matter.apply(decision, organizations: test.organizations, at: moment) }?.pointer == pointer)
        }
        #expect(
            rule { _ = try test.raise("walls", by: "meili", at: moment) { $0.lead = "nobody" } }?.pointer == "/lead")
        let second: (inout WhistleDraft) -> Void = {
            $0.lead = "water"
            $0.departments = ["housing", "nobody"]
        }
        #expect(rule { _ = try test.raise("walls", by: "meili", at: moment, second) }?.pointer == "/departments/1")
        var open = try test.raise("other", by: "meili", at: moment)
        #expect(
            rule {
                try open.dispatch(
                    lead: "water", departments: ["water", "nobody"], by: centre, organizations: test.organizations,
                    at: moment)
            }?.pointer == "/departments/1")
        try matter.giveBack(
            matter.orders[1], reason: "不属", legalBasis: "三定", suggested: nil, by: test.caller("water"),
            organizations: test.organizations, at: moment)
        let ruling = Ruling(decision: .reroute, department: "nobody", lead: nil, note: "改派")
        #expect(
            rule {
                try matter.adjudicate(
                    matter.orders[1], ruling, by: centre, organizations: test.organizations, at: moment)
            }?.pointer == "/department")
    }

    @Test func aDepartmentHasOneLiveOrderOnAWhistle() throws {
        var matter = try test.raise("walls", by: "meili", departments: ["housing", "water"], at: moment)
        for department in ["housing", "water"] {
            let order = try #require(matter.orders.first { $0.department == department })
            try matter.giveBack(
                order, reason: "不属", legalBasis: "三定", suggested: nil, by: test.caller(department),
                organizations: test.organizations, at: moment)
        }
        for (department, code) in [("water", Refusal.Code.alreadyAssigned), ("housing", .alreadyAssigned)] {
            var copy = matter
            let ruling = Ruling(decision: .reroute, department: department, lead: nil, note: "改派")
            #expect(
                rule {
                    try copy.adjudicate(
                        copy.orders[0], ruling, by: centre, organizations: test.organizations, at: moment)
                } == Refusal.Rule(code, at: "/department", department))
        }
        try matter.adjudicate(
            matter.orders[0], Ruling(decision: .reroute, department: "police", lead: nil, note: "改派"), by: centre,
            organizations: test.organizations, at: moment)
        // One that is over bars nobody.
        try matter.adjudicate(
            matter.orders[1], Ruling(decision: .reroute, department: "housing", lead: nil, note: "改派"), by: centre,
            organizations: test.organizations, at: moment)
        #expect(matter.orders.filter(\.state.isLive).map(\.department) == ["police", "housing"])
    }

    @Test func aLeaderDelegatesToNobodyWhoHasItAlready() throws {
        let test = try RuleFixture("jiangdong")
        let centre = test.caller("command-centre")
        var matter = try test.raise("property", by: "baizhang", departments: ["party-secretary", "water"], at: moment)
        let accept = Review(decision: .accept, handleBy: "party-secretary", advice: nil, note: "同意")
        try matter.review(accept, by: centre, organizations: test.organizations, at: moment)
        #expect(matter.orders.map(\.department) == ["party-secretary", "water"])
        for department in ["water", "party-secretary"] {
            #expect(
                rule {
                    try matter.delegate(
                        matter.orders[0], to: department, reason: "分管", by: test.caller("party-secretary"),
                        organizations: test.organizations, at: moment)
                } == Refusal.Rule(.alreadyAssigned, at: "/to", department))
        }
        try matter.delegate(
            matter.orders[0], to: "urban-management", reason: "分管", by: test.caller("party-secretary"),
            organizations: test.organizations, at: moment)
        #expect(matter.orders.filter(\.state.isLive).map(\.department) == ["water", "urban-management"])
        #expect(matter.orders.last?.resolve == matter.orders.first?.resolve)
    }

    @Test func aMeetingThatAssignsEndsALeadsOwnSuspension() throws {
        var matter = try test.raise("walls", by: "meili", departments: ["housing", "water"], at: moment)
        for department in ["housing", "water"] {
            try test.work(on: department, &matter, at: moment)
            try test.suspend(department, &matter, at: moment)
        }
        let later = try RuleFixture.moment("2026-11-17 10:00")
        var decision = Decision(whistle: matter.whistle.id, outcome: .assigned, decision: "继续办理")
        (decision.lead, decision.assisting) = ("housing", ["water"])
        try matter.apply(decision, organizations: test.organizations, at: later)
        #expect(matter.orders.map(\.state) == [.reported, .reported])
        #expect(matter.orders.allSatisfy { $0.suspendedAt == nil && $0.resolve?.paused == 86_400_000_000 })
        #expect(matter.whistle.suspendedAt == nil && matter.whistle.total?.paused == 86_400_000_000)
        #expect(matter.told(.orderResumed).count == 2)
    }

    @Test func whatIsStaleIsSaidBeforeWhatIsDone() throws {
        var matter = try test.raise("walls", by: "meili", at: moment)
        #expect(try matter.receive(matter.orders[0], claim: nil, by: test.caller("housing"), at: moment))
        #expect(try !matter.receive(matter.orders[0], claim: nil, by: test.caller("housing"), at: moment))
        matter.expectedVersions = [matter.orders[0].version + 1]
        #expect(throws: Refusal.stale) {
            try matter.receive(matter.orders[0], claim: nil, by: test.caller("housing"), at: moment)
        }
        #expect(throws: Refusal.forbidden) {
            try matter.receive(matter.orders[0], claim: nil, by: test.caller("water"), at: moment)
        }
    }

    @Test func anUrgingNoticeIsCopiedToTheLeaderAbove() throws {
        var organizations = test.organizations
        organizations["mayor"] = Organization(code: "mayor", kind: .leader, name: "市长", hasQueue: true)
        organizations["housing"]?.parent = "mayor"
        var matter = test.stored(try test.raise("walls", by: "meili", departments: ["housing", "water"], at: moment))
        matter.escalate(at: try RuleFixture.moment("2026-11-18 10:00"), organizations: organizations)
        let urged = matter.events.filter { $0.detail["rung"]?.string == "urge" }
        #expect(urged.count == 2 && urged.allSatisfy { $0.clock == .receive })
        for event in urged {
            let own = try #require(event.order.flatMap(matter.order))
            #expect(event.audience?.contains("mayor") == (own.department == "housing" ? true : nil))
        }
        #expect(matter.whistle.viewers.contains("mayor"))
        #expect(matter.events.filter { $0.detail["rung"]?.string != "urge" }.allSatisfy { $0.audience == nil })
    }

    /// An order shows its whistle's state and total clock: when they change, so does its version, and not else.
    @Test func anOrdersVersionRisesWithWhatItShowsOfItsWhistle() throws {
        let raised = try test.raise("walls", by: "meili", departments: ["housing", "water"], at: moment)
        func versions(_ change: (inout Matter) throws -> Void) rethrows -> [Int] {
            var matter = test.stored(raised)
            try change(&matter)
            matter.raiseVersions()
            return matter.orders.map { $0.version }
        }
        #expect(try versions { try $0.urge(note: "快", by: centre, at: moment) } == [1, 1])
        #expect(
            try versions { _ = try $0.receive($0.orders[0], claim: nil, by: test.caller("housing"), at: moment) }
                == [2, 1])
        #expect(try versions { try $0.withdraw(reason: "误报", by: test.caller("meili"), at: moment) } == [2, 2])
        var far = test.stored(raised)
        far.escalate(at: Moment(business: try #require(far.whistle.total?.dueAt), machine: moment.machine))
        #expect(far.whistle.total?.overdueAt != nil)
        // Assisting, and done before: only the whole's clock tells it something new.
        var done = raised
        for department in ["water"] {
            try test.work(on: department, &done, at: moment)
            try test.resolve(department, &done, at: moment)
        }
        var late = test.stored(done)
        let due = try #require(late.whistle.total?.dueAt)
        late.escalate(at: Moment(business: due.adding(microseconds: -1), machine: moment.machine))
        late = test.stored(late)
        let before = late.orders[1].version
        late.escalate(at: Moment(business: due, machine: moment.machine))
        late.raiseVersions()
        #expect(late.orders[1].version == before + 1)
    }
}
