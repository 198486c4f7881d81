import Foundation
import JSON

/// How the command centre rules on a return (裁定).
public struct Ruling: Sendable {
    public enum Decision: String, Sendable, CaseIterable {
        /// The dispatch stands: back to the state before the return.
        case uphold
        /// It goes to another queue; the total clock runs on.
        case reroute
        /// It was needless.
        case excuse
    }

    public var decision: Decision
    /// Only for `reroute`.
    public var department: String?
    /// Who leads when the lead is excused.
    public var lead: String?
    public var note: String

    public init(decision: Decision, department: String?, lead: String?, note: String) {
        self.decision = decision
        self.department = department
        self.lead = lead
        self.note = note
    }
}

/// Orders that are refused, ruled on, and handed on.
extension Matter {
    /// 退单. A pending extension or suspension falls with it.
    public mutating func giveBack(
        _ order: Order, reason: String, legalBasis: String, suggested: String?, by caller: Caller,
        organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try permit(.return, on: order, by: caller, at: moment)
        if let suggested { try Matter.check(queue: suggested, organizations, at: "/suggested_department") }
        whistle.returns += 1
        change(order.id) {
            $0.stateBeforeReturn = $0.state
            $0.state = .returnRequested
            $0.claim = nil
            $0.ask(.return, reason: reason, at: moment.business)
            $0.pendingBasis = legalBasis
            $0.pendingDepartment = suggested
        }
        tell(
            .orderReturned, order: order.id,
            [
                "reason": .string(reason), "legal_basis": .string(legalBasis),
                "suggested_department": JSON(suggested),
            ])
        if let bound = rules.rulebook.meetings.triggers.returns, whistle.returns >= bound {
            propose(.returns, at: moment)
        }
    }

    /// 裁定. What it decides is a precedent.
    public mutating func adjudicate(
        _ order: Order, _ ruling: Ruling, by caller: Caller, organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try permit(.adjudicate, on: order, by: caller, at: moment)
        tell(
            .orderAdjudicated, order: order.id,
            ["decision": .string(ruling.decision.rawValue), "note": .string(ruling.note)])
        precedents.append(Precedent(order, ruling, of: whistle, at: moment))
        switch ruling.decision {
        case .uphold:
            change(order.id) {
                $0.state = $0.stateBeforeReturn ?? .queued
                $0.stateBeforeReturn = nil
                $0.settle()
            }
        case .reroute:
            guard let department = ruling.department else {
                throw .rule(Refusal.Rule(.missingDepartment, at: "/department"))
            }
            try checkFree(department, organizations, at: "/department")
            endOrder(order.id, .rerouted, at: moment)
            tell(.orderRerouted, order: order.id, ["department": .string(department)])
            addOrder(department, order.role, at: moment)
        case .excuse:
            endOrder(order.id, .cancelled, at: moment)
            tell(.orderCancelled, order: order.id)
            if order.role == .lead { try lead(by: ruling.lead, organizations, at: moment) }
            settleWhenAllResolved(at: moment)
        }
    }

    /// The lead is excused: one of the assisting ones leads now, or somebody new.
    private mutating func lead(
        by department: String?, _ organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        guard let department else { throw .rule(Refusal.Rule(.missingLead, at: "/lead")) }
        try Matter.check(queue: department, organizations, at: "/lead")
        if let order = orders.first(where: {
            $0.department == department && ($0.state.isLive || $0.state == .resolved)
        }) {
            change(order.id) { $0.role = .lead }
        } else {
            addOrder(department, .lead, at: moment)
        }
    }

    /// Somebody else leads from now on: whoever led and is not over for good assists.
    mutating func yieldLead() {
        for order in orders where order.role == .lead && !order.state.isEnded {
            change(order.id) { $0.role = .assisting }
        }
    }

    /// A leader hands an order to a deputy or a department; its clocks go on.
    public mutating func delegate(
        _ order: Order, to department: String, reason: String, by caller: Caller,
        organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try permit(.delegate, on: order, by: caller, at: moment)
        try checkFree(department, organizations, at: "/to")
        endOrder(order.id, .rerouted, at: moment)
        tell(
            .orderDelegated, order: order.id, ["to": .string(department), "reason": .string(reason)])
        let next = addOrder(department, order.role, at: moment)
        change(next) {
            // The order the new one replaces has waited already: only what was not met yet runs on.
            $0.report = order.report?.metAt == nil ? order.report : $0.report
            $0.resolve = order.resolve
        }
    }
}

extension Matter {
    /// Refuses a department that works on the whistle already: it would have two live orders on one matter. Who shall lead
    /// instead is named when the other is excused.
    private func checkFree(
        _ department: String, _ organizations: [String: Organization], at pointer: String
    ) throws(Refusal) {
        try Matter.check(queue: department, organizations, at: pointer)
        guard !orders.contains(where: { $0.department == department && $0.state.isLive }) else {
            throw .rule(Refusal.Rule(.alreadyAssigned, at: pointer, department))
        }
    }
}

extension Order {
    /// Notes what a department asks.
    mutating func ask(_ kind: PendingRequest, reason: String, at moment: Timestamp) {
        settle()
        pending = kind
        pendingAt = moment
        pendingReason = reason
    }

    /// Nothing is asked any more.
    mutating func settle() {
        pending = nil
        pendingAt = nil
        pendingReason = nil
        pendingUntil = nil
        pendingBasis = nil
        pendingDepartment = nil
    }
}
