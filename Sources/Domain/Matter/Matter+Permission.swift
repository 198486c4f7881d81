import Foundation

extension Matter {
    /// What the caller is to the whistle.
    func parties(of caller: Caller) -> Set<Party> {
        if caller.organization.isEmpty { return [.system] }
        if caller.isResident { return [.resident] }
        var parties: Set<Party> = []
        if caller.role == .commandCentre { parties.insert(.commandCentre) }
        if caller.role == .supervisor { parties.insert(.supervisor) }
        guard caller.role.actsForOrganization else { return parties }
        if caller.organization == whistle.raiser { parties.insert(.raiser) }
        if caller.organization == whistle.township, caller.organization != whistle.raiser { parties.insert(.township) }
        if whistle.coRaisers.contains(caller.organization) { parties.insert(.coRaiser) }
        if caller.role == .leader,
            rules.rulebook.feedbackApprover == caller.organization
                || orders.contains(where: { $0.department == caller.organization })
        {
            parties.insert(.leader)
        }
        return parties
    }

    /// What the caller is to one of the orders.
    func parties(of caller: Caller, to order: Order) -> Set<Party> {
        if caller.organization.isEmpty { return [.system] }
        var parties: Set<Party> = []
        if caller.isResident { return parties }
        if caller.role == .commandCentre { parties.insert(.commandCentre) }
        if caller.role == .supervisor { parties.insert(.supervisor) }
        guard caller.role.actsForOrganization, caller.organization == order.department else { return parties }
        parties.insert(.handler)
        if caller.role == .leader { parties.insert(.leader) }
        return parties
    }

    /// Finds the row that lets the caller do this to the whistle now.
    /// - Throws: `.forbidden` when it is nobody's of the caller's kind to do, `.illegal` when not in this state.
    @discardableResult
    func permit(
        _ action: WhistleAction, by caller: Caller, at moment: Moment
    ) throws(Refusal) -> Transition<WhistleState, WhistleAction> {
        let parties = parties(of: caller)
        let rows = Lifecycle.whistles.filter { $0.action == action && !$0.who.isDisjoint(with: parties) }
        guard !rows.isEmpty else { throw .forbidden }
        if rows.allSatisfy({ $0.guards.contains(.notHandler) }), isHandler(caller) { throw .forbidden }
        if let expectedVersions, !expectedVersions.contains(version) { throw .stale }
        guard let row = rows.first(where: { $0.from.contains(whistle.state) }) else {
            throw illegal(caller, moment, nil)
        }
        if let failed = row.guards.first(where: { !holds($0, caller) }) {
            throw illegal(caller, moment, failed)
        }
        return row
    }

    /// Finds the row that lets the caller do this to the order now.
    /// - Throws: `.forbidden` or `.illegal`.
    @discardableResult
    func permit(
        _ action: OrderAction, on order: Order, by caller: Caller, at moment: Moment, claim: UUID? = nil
    ) throws(Refusal) -> Transition<OrderState, OrderAction> {
        let parties = parties(of: caller, to: order)
        let rows = Lifecycle.orders.filter { $0.action == action && !$0.who.isDisjoint(with: parties) }
        guard !rows.isEmpty else { throw .forbidden }
        if let expectedVersions, !expectedVersions.contains(order.version) { throw .stale }
        guard let row = rows.first(where: { $0.from.contains(order.state) }) else {
            throw illegal(order, caller, moment, nil)
        }
        if let failed = row.guards.first(where: { !holds($0, order, at: moment, claim: claim) }) {
            throw illegal(order, caller, moment, failed)
        }
        return row
    }

    /// What the caller may do to the whistle now, all guards applied.
    public func allowed(by caller: Caller, at moment: Moment) -> [WhistleAction] {
        let parties = parties(of: caller)
        return WhistleAction.allCases.filter { action in
            Lifecycle.whistles.contains { row in
                row.action == action && row.from.contains(whistle.state) && !row.who.isDisjoint(with: parties)
                    && row.guards.allSatisfy { holds($0, caller) }
            }
        }
    }

    /// What the caller may do to the order now, all guards applied.
    public func allowed(on order: Order, by caller: Caller, at moment: Moment) -> [OrderAction] {
        let parties = parties(of: caller, to: order)
        return OrderAction.allCases.filter { action in
            Lifecycle.orders.contains { row in
                row.action == action && row.from.contains(order.state) && !row.who.isDisjoint(with: parties)
                    && row.guards.allSatisfy { holds($0, order, at: moment, claim: nil) }
            }
        }
    }

    /// Checks only whose it is to do: what is asked before a body that cannot be read is blamed.
    /// - Throws: `.forbidden`.
    public func permitAnyState(_ action: WhistleAction, by caller: Caller) throws(Refusal) {
        let parties = parties(of: caller)
        guard Lifecycle.whistles.contains(where: { $0.action == action && !$0.who.isDisjoint(with: parties) }) else {
            throw .forbidden
        }
        if action == .evaluate, isHandler(caller) { throw .forbidden }
    }

    /// Checks only whose it is to do.
    /// - Throws: `.forbidden`.
    public func permitAnyState(_ action: OrderAction, on order: Order, by caller: Caller) throws(Refusal) {
        let parties = parties(of: caller, to: order)
        guard Lifecycle.orders.contains(where: { $0.action == action && !$0.who.isDisjoint(with: parties) }) else {
            throw .forbidden
        }
    }

    /// A resident is asked by whoever raised the matter, or by the command centre.
    /// - Throws: `.forbidden`.
    public func permitResidentLink(by caller: Caller) throws(Refusal) {
        guard !parties(of: caller).isDisjoint(with: [.raiser, .coRaiser, .commandCentre]) else { throw .forbidden }
    }

    func illegal(_ caller: Caller, _ moment: Moment, _ guardian: Guard?) -> Refusal {
        .illegal(
            state: whistle.state.rawValue, allowed: allowed(by: caller, at: moment).map(\.rawValue), because: guardian)
    }

    func illegal(_ order: Order, _ caller: Caller, _ moment: Moment, _ guardian: Guard?) -> Refusal {
        .illegal(
            state: order.state.rawValue, allowed: allowed(on: order, by: caller, at: moment).map(\.rawValue),
            because: guardian)
    }

    /// A claim that is not, or no longer, the caller's.
    public func claimLost(_ order: Order, by caller: Caller, at moment: Moment) -> Refusal {
        .claimLost(
            state: order.state.rawValue, allowed: allowed(on: order, by: caller, at: moment).map(\.rawValue))
    }

    private func isHandler(_ caller: Caller) -> Bool {
        !caller.isResident
            && orders.contains {
                $0.department == caller.organization && $0.state != .rerouted && $0.state != .cancelled
            }
    }

    private func holds(_ condition: Guard, _ caller: Caller) -> Bool {
        switch condition {
        case .notHandler: !isHandler(caller)
        case .ownReview:
            switch whistle.reviewer {
            case .township: caller.organization == whistle.township
            case .commandCentre: caller.role == .commandCentre
            case nil: false
            }
        default: true
        }
    }

    private func holds(_ condition: Guard, _ order: Order, at moment: Moment, claim: UUID?) -> Bool {
        switch condition {
        case .claimFree:
            guard let held = order.claim, held.expiresAt > moment.machine else { return true }
            return held.token == claim
        case .claimHeld: return order.claim.map { $0.expiresAt > moment.machine } ?? false
        case .assistingDone:
            return order.role == .assisting
                || orders.allSatisfy { $0.id == order.id || $0.role == .lead || !$0.state.isLive }
        case .insideReturnWindow:
            return moment.business
                <= rules.deadlines.due(
                    from: order.receive?.startedAt ?? order.createdAt, rules.rulebook.returnWindow)
        case .beforeDeadline: return moment.business <= (order.resolve?.dueAt ?? moment.business)
        case .noPendingRequest: return order.pending == nil
        case .extensionPending: return order.pending == .extension
        case .suspensionPending: return order.pending == .suspension
        case .suspendedOrPending: return order.state == .suspended || order.pending == .suspension
        case .notHandler, .ownReview, .everyOutcome, .publishedWhereDemanded, .stepInOrder, .notEvaluated,
            .resultsKnown:
            return true
        }
    }
}
