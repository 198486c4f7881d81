import Calendars
import Domain
import Foundation
import Rulebooks
import Testing

/// The life of a whistle and its orders, decided without any database.
@Suite struct MatterTests {
    private let rules: MatterRules
    private let organizations: [String: Organization]
    private let moment = Moment(
        business: Timestamp(seconds: 1_790_000_000), machine: Timestamp(seconds: 1_790_000_000))
    private let raiser = Caller(district: "changshu", organization: "meili", role: .township)
    private let centre = Caller(district: "changshu", organization: "command-centre", role: .commandCentre)

    init() throws {
        let file = try #require(try DistrictFile.load("changshu"))
        let zone = try #require(Zone(file.rulebook.zone))
        rules = MatterRules(
            rulebook: file.rulebook,
            deadlines: DeadlineRules(calendar: try OfficialCalendar.load(), zone: zone, hours: file.rulebook.hours))
        organizations = Dictionary(file.organizations.map { ($0.code, $0) }) { $1 }
    }

    private func department(_ code: String) -> Caller {
        Caller(district: "changshu", organization: code, role: .department)
    }

    private func raise(_ category: String = "parking", kind: WhistleKind = .routine) throws -> Matter {
        var draft = WhistleDraft(id: UUID(), number: "CS-2026-000001", title: "小区停车难", category: category)
        draft.kind = kind
        return try Matter.raise(draft, by: raiser, under: rules, organizations: organizations, at: moment)
    }

    private func work(_ matter: inout Matter, _ order: Order) throws {
        let caller = department(order.department)
        _ = try matter.receive(order, claim: nil, by: caller, at: moment)
        try matter.reportIn(try #require(matter.order(order.id)), person: "李", note: nil, by: caller, at: moment)
        let resolution = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
        try matter.resolve(try #require(matter.order(order.id)), resolution, by: caller, at: moment)
    }

    @Test func theRulebookRoutes() throws {
        let matter = try raise()
        #expect(matter.whistle.state == .inProgress)
        #expect(matter.orders.map(\.department) == ["urban-management", "police", "housing"])
        #expect(matter.orders.map(\.role) == [.lead, .assisting, .assisting])
        #expect(matter.orders.map(\.number) == ["CS-2026-000001-1", "CS-2026-000001-2", "CS-2026-000001-3"])
        #expect(matter.orders.allSatisfy { $0.receive?.startedAt == moment.business })
    }

    @Test func whatNobodyHandlesWaitsForDispatch() throws {
        let matter = try raise("other")
        #expect(matter.whistle.state == .awaitingDispatch)
        #expect(matter.orders.isEmpty && matter.whistle.total == nil)
    }

    @Test func theLeadResolvesLast() throws {
        var matter = try raise()
        let lead = matter.orders[0]
        _ = try matter.receive(lead, claim: nil, by: department(lead.department), at: moment)
        try matter.reportIn(
            try #require(matter.order(lead.id)), person: "李", note: nil, by: department(lead.department), at: moment)
        let early = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
        #expect {
            try matter.resolve(
                try #require(matter.order(lead.id)), early, by: department(lead.department), at: moment)
        } throws: {
            ($0 as? Refusal).map { if case .illegal(_, _, .assistingDone) = $0 { true } else { false } } ?? false
        }
        for order in matter.orders.dropFirst() { try work(&matter, order) }
        #expect(matter.whistle.state == .inProgress)
        try matter.resolve(try #require(matter.order(lead.id)), early, by: department(lead.department), at: moment)
        #expect(matter.whistle.state == .awaitingEvaluation)
    }

    @Test func dissatisfactionIsReworkAndSatisfactionTheEnd() throws {
        var matter = try raise("walls")
        try work(&matter, matter.orders[0])
        var evaluation = Evaluation()
        evaluation.grade = .dissatisfied
        try matter.evaluate(evaluation, by: raiser, at: moment)
        #expect(matter.whistle.state == .reworking && matter.whistle.round == 2)
        #expect(matter.orders[0].state == .reworking && matter.orders[0].round == 2)
        #expect(matter.whistle.total?.metAt == nil)
        let again = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
        try matter.resolve(matter.orders[0], again, by: department("housing"), at: moment)
        evaluation.grade = .satisfied
        try matter.evaluate(evaluation, by: raiser, at: moment)
        #expect(matter.whistle.state == .closed && matter.orders[0].state == .closed)
        #expect(matter.whistle.total?.metAt == moment.business)
    }

    @Test func whoHandlesDoesNotEvaluate() throws {
        var draft = WhistleDraft(id: UUID(), number: "CS-2026-000002", title: "自查", category: "other")
        draft.lead = "meili-zhenbei"
        let community = Caller(
            district: "changshu", organization: "meili-zhenbei", role: .community, parent: "meili")
        var matter = try Matter.raise(draft, by: community, under: rules, organizations: organizations, at: moment)
        _ = try matter.receive(matter.orders[0], claim: nil, by: community, at: moment)
        try matter.reportIn(matter.orders[0], person: "李", note: nil, by: community, at: moment)
        let done = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
        try matter.resolve(matter.orders[0], done, by: community, at: moment)
        #expect(throws: Refusal.forbidden) { try matter.evaluate(Evaluation(), by: community, at: moment) }
    }

    @Test func aClaimOfSomebodyElseBars() throws {
        var matter = try raise("walls")
        let token = UUID()
        matter.orders[0].claim = Claim(token: token, expiresAt: moment.machine.adding(seconds: 60))
        #expect(throws: (any Error).self) {
            try matter.receive(matter.orders[0], claim: nil, by: department("housing"), at: moment)
        }
        #expect(
            throws: Refusal.claimLost(
                state: "queued", allowed: ["release", "extend-lease", "return", "request-extension"])
        ) {
            try matter.receive(matter.orders[0], claim: UUID(), by: department("housing"), at: moment)
        }
        #expect(try matter.receive(matter.orders[0], claim: token, by: department("housing"), at: moment))
        #expect(try !matter.receive(matter.orders[0], claim: token, by: department("housing"), at: moment))
    }

    @Test func aMeetingKeepsOneLiveLead() throws {
        var matter = try raise()
        var decision = Decision(whistle: matter.whistle.id, outcome: .assigned, decision: "由公安牵头")
        decision.lead = "police"
        decision.assisting = ["urban-management", "water"]
        decision.dueAt = moment.business.adding(seconds: 86_400 * 30)
        try matter.apply(decision, organizations: organizations, at: moment)
        let live = matter.orders.filter(\.state.isLive)
        #expect(live.filter { $0.role == .lead }.map(\.department) == ["police"])
        #expect(Set(live.map(\.department)) == ["police", "urban-management", "water"])
        #expect(matter.orders.first { $0.department == "housing" }?.state == .cancelled)
        #expect(matter.whistle.total?.dueAt == decision.dueAt)
    }

    @Test func nothingAllowedIsRefusedAsIllegal() throws {
        var matter = try raise("walls")
        let caller = department("housing")
        let resolution = Matter.Resolution(outcome: "好", measures: "修", responsiblePerson: "李", handledBy: nil)
        for _ in 0..<4 {
            let order = matter.orders[0]
            let allowed = matter.allowed(on: order, by: caller, at: moment)
            func isRefused(_ body: (inout Matter) throws -> Void) -> Bool {
                var copy = matter
                do { try body(&copy) } catch Refusal.illegal { return true } catch { return false }
                return false
            }
            #expect(
                allowed.contains(.reportIn)
                    != isRefused { try $0.reportIn(order, person: "李", note: nil, by: caller, at: moment) })
            #expect(
                allowed.contains(.resolve) != isRefused { try $0.resolve(order, resolution, by: caller, at: moment) })
            #expect(
                allowed.contains(.progress)
                    != isRefused { try $0.progress(order, note: "在办", percent: 10, by: caller, at: moment) })
            switch order.state {
            case .queued: _ = try matter.receive(order, claim: nil, by: caller, at: moment)
            case .received: try matter.reportIn(order, person: "李", note: nil, by: caller, at: moment)
            case .reported: try matter.resolve(order, resolution, by: caller, at: moment)
            default: break
            }
        }
    }

    @Test func everyActionHasARow() {
        for action in WhistleAction.allCases {
            #expect(Lifecycle.whistles.contains { $0.action == action }, "\(action)")
        }
        for action in OrderAction.allCases { #expect(Lifecycle.orders.contains { $0.action == action }, "\(action)") }
        for action in MeetingAction.allCases {
            #expect(Lifecycle.meetings.contains { $0.action == action }, "\(action)")
        }
    }

    @Test func everyStateCanBeReachedAndTheEndsEnd() {
        let reached = Set(Lifecycle.whistles.flatMap(\.to))
        #expect(reached == Set(WhistleState.allCases))
        let left = Set(Lifecycle.whistles.filter { $0.action != .evaluate }.flatMap { $0.from })
        #expect(left.isDisjoint(with: [.closed, .declined, .diverted, .merged, .withdrawn]))
    }
}
