import Foundation
import JSON

/// What happens to the whistle as a whole.
extension Matter {
    public mutating func withdraw(reason: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.withdraw, by: caller, at: moment)
        end(.withdrawn, at: moment)
        tell(.whistleWithdrawn, ["reason": .string(reason)])
        cancelLiveOrders(at: moment)
        closeResolvedOrders(at: moment)
    }

    /// The command centre names the departments by hand.
    /// - Parameters:
    ///   - departments: all of them; the lead may stand among them.
    ///   - precedent: the ruling that suggests the lead, if one does.
    public mutating func dispatch(
        lead: String, departments: [String], following precedent: Precedent? = nil, by caller: Caller,
        organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try permit(.dispatch, by: caller, at: moment)
        let named = try Matter.named(lead: lead, departments, organizations)
        whistle.routing =
            precedent.map { Routing(by: .precedent, rule: $0.orderNumber, reason: $0.reason) }
            ?? Routing(by: .commandCentre)
        tell(.whistleDispatched)
        queueOrders(lead: lead, assisting: Array(named.dropFirst()), at: moment)
    }

    /// A judgement of the result: closes the matter, or sends it back to work.
    public mutating func evaluate(_ evaluation: Evaluation, by caller: Caller, at moment: Moment) throws(Refusal) {
        let parties = parties(of: caller)
        switch evaluation.by {
        case .resident where parties == [.resident]: break
        case .raiser, .resident: guard !parties.isDisjoint(with: [.raiser, .coRaiser]) else { throw .forbidden }
        case .supervisor: guard parties.contains(.supervisor) else { throw .forbidden }
        }
        try permit(.evaluate, by: caller, at: moment)
        guard rules.rulebook.evaluation.evaluators.contains(evaluation.by) else {
            throw .rule(Refusal.Rule(.evaluatorNotOffered, at: "/by", evaluation.by.rawValue))
        }
        guard rules.rulebook.evaluation.grades.contains(evaluation.grade) else {
            throw .rule(Refusal.Rule(.gradeNotOffered, at: "/grade", evaluation.grade.rawValue))
        }
        // After closing only a revisit counts.
        if whistle.state == .closed, evaluation.by == .raiser, parties.contains(.raiser) {
            throw .rule(Refusal.Rule(.revisitOnly, at: "/by"))
        }
        evaluations.append(evaluation)
        tell(
            .whistleEvaluated,
            [
                "by": .string(evaluation.by.rawValue), "grade": .string(evaluation.grade.rawValue),
                "solved": .bool(evaluation.solved), "valid": .bool(evaluation.valid),
                "comment": JSON(evaluation.comment),
            ])
        guard evaluation.valid else { return }
        if evaluation.by != .raiser {
            whistle.revisitGrade = evaluation.grade
            whistle.revisitSolved = evaluation.solved
        }
        if evaluation.demandsRework {
            rework(at: moment, note: evaluation.comment)
            return
        }
        if evaluation.by != .raiser { whistle.revisitedAt = moment.business }
        if whistle.state != .closed {
            close(at: moment)
        }
    }

    private mutating func close(at moment: Moment) {
        end(.closed, at: moment)
        tell(.whistleClosed)
        closeResolvedOrders(at: moment)
    }

    /// What was done is over with the whistle, however that ends.
    mutating func closeResolvedOrders(at moment: Moment) {
        for order in orders where order.state == .resolved {
            change(order.id) {
                $0.state = .closed
                $0.endedAt = moment.business
            }
            tell(.orderClosed, order: order.id)
        }
    }

    /// 二次整改: every resolved order works again under a new `resolve` clock; the total clock runs on.
    /// What was settled where it was raised has no orders: somebody must be given one. Beyond the rulebook's bound only a
    /// joint meeting helps.
    mutating func rework(at moment: Moment, note: String?) {
        whistle.state = .reworking
        whistle.round += 1
        whistle.closedAt = nil
        whistle.revisitedAt = nil
        whistle.total?.metAt = nil
        whistle.suspendedAt = nil
        tell(.whistleReworking, ["round": .integer(whistle.round), "note": JSON(note)])
        if rules.rulebook.meetings.triggers.reworkBound, let bound = rules.rulebook.reworkBound,
            whistle.round > bound + 1
        {
            propose(.reworkBound, at: moment)
        }
        guard orders.contains(where: { $0.state == .resolved || $0.state == .closed }) else {
            whistle.state = .awaitingDispatch
            return
        }
        let again = orders.filter { $0.state == .resolved || $0.state == .closed }
        if let first = again.first, !again.contains(where: { $0.role == .lead }) {
            change(first.id) { $0.role = .lead }
        }
        let clock = rules.clock(rules.rulebook.limits(for: whistle.kind).resolve, from: moment.business)
        for order in orders where order.state == .resolved || order.state == .closed {
            change(order.id) {
                $0.state = .reworking
                $0.round += 1
                $0.resolve = clock
                $0.resolvedAt = nil
                $0.endedAt = nil
                $0.extensions = 0
                $0.originalDueAt = nil
                $0.isResolveSet = false
            }
            tell(.orderReworking, order: order.id, ["round": .integer(order.round + 1)])
        }
    }

    mutating func end(_ state: WhistleState, at moment: Moment) {
        whistle.state = state
        whistle.closedAt = moment.business
        whistle.total.meet(at: moment.business)
        whistle.review.meet(at: moment.business)
        whistle.handOver.meet(at: moment.business)
        whistle.reply.meet(at: moment.business)
        whistle.convene.meet(at: moment.business)
    }

    mutating func cancelLiveOrders(at moment: Moment, except kept: Set<UUID> = []) {
        for order in orders where order.state.isLive && !kept.contains(order.id) {
            endOrder(order.id, .cancelled, at: moment)
            tell(.orderCancelled, order: order.id)
        }
    }

    mutating func endOrder(_ id: UUID, _ state: OrderState, at moment: Moment) {
        if let order = order(id), order.role == .lead, order.suspendedAt != nil { unpauseTotal(at: moment) }
        change(id) {
            $0.state = state
            $0.claim = nil
            $0.settle()
            $0.suspendedAt = nil
            $0.endedAt = moment.business
        }
    }
}
