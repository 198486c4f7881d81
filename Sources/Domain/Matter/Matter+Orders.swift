import Foundation
import JSON

/// What a department does with its order.
extension Matter {
    /// 签收. Ends the claim and stops the `receive` clock. Again by the same department it changes nothing.
    /// - Returns: whether anything changed.
    public mutating func receive(
        _ order: Order, claim: UUID?, by caller: Caller, at moment: Moment
    ) throws(Refusal) -> Bool {
        guard parties(of: caller, to: order).contains(.handler) else { throw .forbidden }
        if let expectedVersions, !expectedVersions.contains(order.version) { throw .stale }
        if order.state != .queued, order.receive?.metAt != nil, order.state.isLive || order.state == .resolved {
            return false
        }
        if let claim, order.state == .queued {
            if let expectedVersions, !expectedVersions.contains(order.version) { throw .stale }
            guard let held = order.claim, held.token == claim, held.expiresAt > moment.machine else {
                throw claimLost(order, by: caller, at: moment)
            }
        }
        try permit(.receive, on: order, by: caller, at: moment, claim: claim)
        change(order.id) {
            $0.state = .received
            $0.claim = nil
            $0.receive.meet(at: moment.business)
        }
        tell(.orderReceived, order: order.id)
        return true
    }

    /// 报到: somebody named is on it. Stops the `report` clock.
    public mutating func reportIn(
        _ order: Order, person: String, note: String?, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.reportIn, on: order, by: caller, at: moment)
        change(order.id) {
            $0.state = .reported
            $0.person = person
            if let note { $0.note = note }
            $0.report.meet(at: moment.business)
        }
        tell(.orderReported, order: order.id, ["person": .string(person), "note": JSON(note)])
    }

    public mutating func progress(
        _ order: Order, note: String, percent: Int?, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.progress, on: order, by: caller, at: moment)
        change(order.id) {
            $0.note = note
            if let percent { $0.percent = percent }
        }
        tell(.orderProgressed, order: order.id, ["note": .string(note), "percent": JSON(percent)])
    }

    /// What a department says it has done.
    public struct Resolution: Sendable {
        public var outcome: String
        public var measures: String
        public var responsiblePerson: String
        public var handledBy: String?

        public init(outcome: String, measures: String, responsiblePerson: String, handledBy: String?) {
            self.outcome = outcome
            self.measures = measures
            self.responsiblePerson = responsiblePerson
            self.handledBy = handledBy
        }
    }

    /// 办结反馈. Stops the `resolve` clock; the last one sends the whistle on to its evaluation.
    public mutating func resolve(
        _ order: Order, _ resolution: Resolution, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.resolve, on: order, by: caller, at: moment)
        change(order.id) {
            $0.state = .resolved
            $0.outcome = resolution.outcome
            $0.measures = resolution.measures
            $0.responsiblePerson = resolution.responsiblePerson
            $0.handledBy = resolution.handledBy
            $0.resolvedAt = moment.business
            $0.settle()
            $0.resolve.meet(at: moment.business)
        }
        // Until a leader approves, the outcome is not the raiser's to see: the event does not carry it then.
        let open = rules.rulebook.feedbackApproval == .none
        tell(
            .orderResolved, order: order.id,
            open
                ? [
                    "outcome": .string(resolution.outcome), "measures": .string(resolution.measures),
                    "responsible_person": .string(resolution.responsiblePerson),
                ] : [:])
        settleWhenAllResolved(at: moment)
    }

    mutating func settleWhenAllResolved(at moment: Moment) {
        guard orders.allSatisfy({ !$0.state.isLive }), orders.contains(where: { $0.state == .resolved }),
            whistle.state == .inProgress || whistle.state == .reworking
        else { return }
        whistle.convene.meet(at: moment.business)
        let approval = rules.rulebook.feedbackApproval == .leader
        whistle.state = approval ? .awaitingApproval : .awaitingEvaluation
        if approval, let approver = rules.rulebook.feedbackApprover { addViewer(approver) }
        tell(approval ? .whistleAwaitingApproval : .whistleAwaitingEvaluation)
    }
}
