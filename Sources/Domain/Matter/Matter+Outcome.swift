import Foundation
import JSON

/// What a joint meeting decided about one whistle.
public struct Decision: Sendable {
    public var whistle: UUID
    public var outcome: Outcome
    public var decision: String
    public var lead: String?
    public var assisting: [String] = []
    public var responsiblePerson: String?
    public var dueAt: Timestamp?
    public var milestones: [(title: String, dueAt: Timestamp)] = []

    public init(whistle: UUID, outcome: Outcome, decision: String) {
        self.whistle = whistle
        self.outcome = outcome
        self.decision = decision
    }
}

extension Matter {
    /// Carries out a meeting's decision on this whistle.
    /// - Throws: `.illegal` when the whistle is past deciding; `.rule` for a lead that is missing or has no queue.
    public mutating func apply(
        _ decision: Decision, organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        let system = Caller.system(district: "")
        try permit(.outcome, by: system, at: moment)
        whistle.reply.meet(at: moment.business)
        whistle.convene.meet(at: moment.business)
        whistle.referredAt = nil
        switch decision.outcome {
        case .assigned, .supervised: try assign(decision, organizations, at: moment)
        case .resolvedOnSite:
            unpauseTotal(at: moment)
            for order in orders where order.state.isLive || order.state == .resolved {
                change(order.id) {
                    $0.outcome = $0.outcome ?? decision.decision
                    $0.resolve.meet(at: moment.business)
                }
                endOrder(order.id, .closed, at: moment)
                tell(.orderClosed, order: order.id)
            }
            whistle.state = .awaitingEvaluation
            tell(.whistleAwaitingEvaluation)
        case .deferred:
            whistle.state = .suspended
            if whistle.suspendedAt == nil { whistle.suspendedAt = moment.business }
            for order in orders where order.state.isLive && order.state != .suspended { pause(order.id, at: moment) }
            tell(.whistleSuspended)
        case .noAgreement:
            unpauseTotal(at: moment)
            if whistle.state == .suspended { tell(.whistleResumed) }
            cancelLiveOrders(at: moment)
            whistle.state = .awaitingDispatch
        }
    }

    private mutating func assign(
        _ decision: Decision, _ organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        guard let lead = decision.lead else { throw .rule(Refusal.Rule(.missingLead, at: "/lead")) }
        let named = [lead] + decision.assisting
        try Matter.check(queue: lead, organizations, at: "/lead")
        try Matter.check(queues: decision.assisting, organizations, at: "/assisting")
        if let place = decision.assisting.firstIndex(of: lead) {
            throw .rule(Refusal.Rule(.duplicate, at: "/assisting/\(place)", lead))
        }
        resumeSuspended(at: moment)
        whistle.review.meet(at: moment.business)
        whistle.handOver.meet(at: moment.business)
        yieldLead()
        var kept: Set<UUID> = []
        for organization in named {
            let role: OrderRole = organization == lead ? .lead : .assisting
            let live = orders.first { $0.department == organization && $0.state.isLive && !kept.contains($0.id) }
            let id = live?.id ?? addOrder(organization, role, at: moment)
            kept.insert(id)
            decidedDues[id] = decision.dueAt
            // A decision to act ends a suspension, also one that the order had for itself.
            if live?.state == .suspended { unpause(id, at: moment) }
            change(id) {
                $0.role = role
                if let due = decision.dueAt {
                    $0.resolve?.moveDue(to: due, at: moment.business)
                    $0.isResolveSet = true
                }
                if let person = decision.responsiblePerson, role == .lead { $0.responsiblePerson = person }
                if decision.outcome == .supervised { $0.level = .notice }
            }
            if decision.outcome == .supervised { tell(.orderSupervised, order: id, ["level": "notice"]) }
        }
        cancelLiveOrders(at: moment, except: kept)
        // Nobody who leads stands still any more, so neither does the whole.
        unpauseTotal(at: moment)
        if let due = decision.dueAt, let total = whistle.total, due > total.dueAt {
            whistle.total?.moveDue(to: due, at: moment.business)
            whistle.isTotalSet = true
        }
        if whistle.total == nil {
            whistle.total = rules.clock(rules.rulebook.limits(for: whistle.kind).total, from: moment.business)
        }
        let before = whistle.state
        if before != .reworking { whistle.state = .inProgress }
        if before == .awaitingDispatch {
            whistle.routing = Routing(by: .commandCentre, reason: decision.decision)
            tell(.whistleDispatched)
        }
    }

    /// A decision to act ends a suspension: the orders go on where they were, their paused time given back.
    private mutating func resumeSuspended(at moment: Moment) {
        guard whistle.state == .suspended else { return }
        whistle.state = .inProgress
        tell(.whistleResumed)
        for order in orders where order.state == .suspended { unpause(order.id, at: moment) }
        unpauseTotal(at: moment)
    }
}
