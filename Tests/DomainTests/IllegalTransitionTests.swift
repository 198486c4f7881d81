import Calendars
import Foundation
import Rulebooks
import Testing

@testable import Domain

/// Every (state, action, role) that the table does not have is refused: with 403 where the role never may, with 409 and
/// what is allowed instead where the state is wrong.
@Suite struct IllegalTransitionTests {
    private let rules: MatterRules
    private let moment = Moment(
        business: Timestamp(seconds: 1_790_000_000), machine: Timestamp(seconds: 1_790_000_000))

    init() throws {
        let file = try #require(try DistrictFile.load("changshu"))
        let zone = try #require(Zone(file.rulebook.zone))
        rules = MatterRules(
            rulebook: file.rulebook,
            deadlines: DeadlineRules(calendar: try OfficialCalendar.load(), zone: zone, hours: file.rulebook.hours))
    }

    private var callers: [Caller] {
        let organizations: [Role: String] = [
            .admin: "command-centre", .commandCentre: "command-centre", .township: "meili", .department: "housing",
            .community: "meili-zhenbei", .leader: "mayor", .enterprise: "factory", .supervisor: "supervision",
            .observer: "command-centre",
        ]
        return Role.allCases.map {
            Caller(district: "changshu", organization: organizations[$0] ?? "", role: $0)
        } + [Caller(district: "changshu", organization: "water", role: .department)]
    }

    private func matter(_ state: WhistleState, _ order: OrderState) -> Matter {
        var whistle = Whistle()
        whistle.state = state
        whistle.raiser = "meili"
        whistle.township = "meili"
        var lead = Order()
        lead.id = UUID.version7()
        lead.department = "housing"
        lead.state = order
        let clock = Clock(startedAt: moment.business, dueAt: moment.business.adding(seconds: 86_400))
        (lead.receive, lead.report, lead.resolve, lead.createdAt) = (clock, clock, clock, moment.business)
        return Matter(whistle: whistle, orders: [lead], rules: rules)
    }

    @Test func whistles() throws {
        var refused = (forbidden: 0, illegal: 0)
        for state in WhistleState.allCases {
            for caller in callers {
                let matter = matter(state, .received)
                let allowed = matter.allowed(by: caller, at: moment)
                for action in WhistleAction.allCases where !allowed.contains(action) {
                    switch #expect(
                        throws: Refusal.self,
                        performing: {
                            try matter.permit(action, by: caller, at: moment)
                        })
                    {
                    case .forbidden: refused.forbidden += 1
                    case .illegal(let current, let offered, _):
                        refused.illegal += 1
                        #expect(current == state.rawValue && offered == allowed.map(\.rawValue))
                    default: Issue.record("\(state) \(action) \(caller.role)")
                    }
                }
                for action in allowed { try matter.permit(action, by: caller, at: moment) }
            }
        }
        #expect(refused.forbidden > 1000 && refused.illegal > 100, "\(refused)")
    }

    @Test func orders() throws {
        var refused = (forbidden: 0, illegal: 0)
        for state in OrderState.allCases {
            for caller in callers {
                let matter = matter(.inProgress, state)
                let order = matter.orders[0]
                let allowed = matter.allowed(on: order, by: caller, at: moment)
                for action in OrderAction.allCases where !allowed.contains(action) {
                    switch #expect(
                        throws: Refusal.self,
                        performing: {
                            try matter.permit(action, on: order, by: caller, at: moment)
                        })
                    {
                    case .forbidden: refused.forbidden += 1
                    case .illegal(let current, let offered, _):
                        refused.illegal += 1
                        #expect(current == state.rawValue && offered == allowed.map(\.rawValue))
                    default: Issue.record("\(state) \(action) \(caller.role)")
                    }
                }
                for action in allowed { try matter.permit(action, on: order, by: caller, at: moment) }
            }
        }
        #expect(refused.forbidden > 1000 && refused.illegal > 100, "\(refused)")
    }
}
