import Foundation
import JSON

/// What a department asks for and the command centre decides: more time, or none for now.
extension Matter {
    /// 延期申请. Only asks: state and clocks go on.
    public mutating func requestExtension(
        _ order: Order, until: Timestamp, reason: String, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.requestExtension, on: order, by: caller, at: moment)
        guard let due = order.resolve?.dueAt, until > due else {
            throw .rule(Refusal.Rule(.dueInPast, at: "/until"))
        }
        let policy = rules.rulebook.extensions
        if let count = policy.count, order.extensions >= count {
            throw .rule(Refusal.Rule(.extensionsUsedUp, at: "/until", "\(count)"))
        }
        if let total = policy.total, until > rules.deadlines.due(from: order.originalDueAt ?? due, total) {
            throw .rule(Refusal.Rule(.extensionTooLong, at: "/until", "\(total.amount)"))
        }
        change(order.id) {
            $0.ask(.extension, reason: reason, at: moment.business)
            $0.pendingUntil = until
        }
        tell(.orderExtensionRequested, order: order.id, ["until": .string(until.canonical), "reason": .string(reason)])
    }

    /// Granted: `resolve` is due at the asked time, and the lead's moves the whole where that is later.
    public mutating func decideExtension(
        _ order: Order, approve: Bool, note: String?, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.decideExtension, on: order, by: caller, at: moment)
        let until = order.pendingUntil
        change(order.id) {
            $0.settle()
            guard approve, let until, let due = $0.resolve?.dueAt else { return }
            $0.originalDueAt = $0.originalDueAt ?? due
            $0.extensions += 1
            $0.resolve?.moveDue(to: until, at: moment.business)
            $0.isResolveSet = true
        }
        if approve, order.role == .lead, let until, let total = whistle.total, until > total.dueAt {
            whistle.total?.moveDue(to: until, at: moment.business)
            whistle.isTotalSet = true
        }
        tell(
            .orderExtensionDecided, order: order.id,
            ["approve": .bool(approve), "note": JSON(note), "until": JSON(until?.canonical)])
    }

    /// 挂账申请. Only asks.
    public mutating func requestSuspension(
        _ order: Order, reason: String, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.suspend, on: order, by: caller, at: moment)
        guard rules.rulebook.suspension.allowed else { throw .rule(Refusal.Rule(.suspensionNotAllowed, at: "")) }
        change(order.id) { $0.ask(.suspension, reason: reason, at: moment.business) }
        tell(.orderSuspensionRequested, order: order.id, ["reason": .string(reason)])
        if rules.rulebook.meetings.triggers.suspension { propose(.suspension, at: moment) }
    }

    /// Granted: the order's clocks stand still from now; the whole's too while the lead is suspended.
    public mutating func decideSuspension(
        _ order: Order, approve: Bool, note: String?, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.decideSuspension, on: order, by: caller, at: moment)
        change(order.id) { $0.settle() }
        tell(.orderSuspensionDecided, order: order.id, ["approve": .bool(approve), "note": JSON(note)])
        guard approve else { return }
        pause(order.id, at: moment)
    }

    /// Withdraws a suspension that was only asked for, or ends a granted one.
    public mutating func resume(_ order: Order, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.resume, on: order, by: caller, at: moment)
        guard order.state == .suspended else {
            change(order.id) { $0.settle() }
            tell(.orderSuspensionDecided, order: order.id, ["approve": false, "note": "withdrawn"])
            return
        }
        unpause(order.id, at: moment)
        resumeWithOrder()
    }

    /// One of a deferred whistle's orders works again: so does the whistle.
    private mutating func resumeWithOrder(at told: Timestamp? = nil) {
        guard whistle.state == .suspended else { return }
        whistle.state = orders.contains { $0.state == .reworking } ? .reworking : .inProgress
        tell(.whistleResumed, at: told)
    }

    /// When the rulebook ends an order's suspension by itself; `nil`: it lasts until it is resumed.
    public func suspensionEnd(of order: Order) -> Timestamp? {
        guard order.state == .suspended, let since = order.suspendedAt else { return nil }
        return rules.rulebook.suspension.maximum.map { rules.deadlines.due(from: since, $0) }
    }

    /// When a whistle that a meeting deferred before anybody had an order is open again.
    var deferralEnd: Timestamp? {
        guard whistle.state == .suspended, !orders.contains(where: { $0.state == .suspended }),
            let since = whistle.suspendedAt
        else { return nil }
        return rules.rulebook.suspension.maximum.map { rules.deadlines.due(from: since, $0) }
    }

    /// The longest suspension is over: work and clocks go on from the moment that it ended.
    /// - Parameter id: the order; `nil` for a deferred whistle without any.
    mutating func endSuspension(of id: UUID?, at end: Timestamp, _ moment: Moment) {
        let ended = Moment(business: end, machine: moment.machine)
        if let id {
            unpause(id, at: ended, told: end, ["by": "bound"])
            return resumeWithOrder(at: end)
        }
        unpauseTotal(at: ended)
        whistle.state = .awaitingDispatch
        tell(.whistleResumed, at: end, ["by": "bound"])
    }

    /// 督办.
    public mutating func supervise(
        _ order: Order, level: SupervisionLevel, note: String?, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.supervise, on: order, by: caller, at: moment)
        change(order.id) { $0.level = level }
        tell(.orderSupervised, order: order.id, ["level": .string(level.rawValue), "note": JSON(note)])
    }

    /// Stops an order's clocks, and the whole's where it is the lead.
    mutating func pause(_ id: UUID, at moment: Moment) {
        change(id) {
            // A return that was asked falls: the order goes on where it was before.
            if $0.state != .returnRequested { $0.stateBeforeReturn = $0.state }
            $0.state = .suspended
            $0.suspendedAt = moment.business
            $0.claim = nil
            $0.settle()
        }
        if order(id)?.role == .lead, whistle.suspendedAt == nil { whistle.suspendedAt = moment.business }
        tell(.orderSuspended, order: id)
    }

    /// Starts them again, the paused time given back in each clock's own unit.
    /// - Parameter told: when it happened, where that is not now.
    mutating func unpause(_ id: UUID, at moment: Moment, told: Timestamp? = nil, _ detail: JSON = [:]) {
        guard let order = order(id), let since = order.suspendedAt else { return }
        let limits = rules.rulebook.limits(for: whistle.kind)
        let deadlines = rules.deadlines
        func resumed(_ clock: Clock?, _ limit: Limit) -> Clock? {
            clock.map { deadlines.resume($0, limit: limit.unit, pausedAt: since, resumedAt: moment.business) }
        }
        change(id) {
            $0.state = $0.stateBeforeReturn ?? .received
            $0.stateBeforeReturn = nil
            $0.suspendedAt = nil
            $0.receive = resumed($0.receive, limits.receive)
            $0.report = resumed($0.report, limits.report)
            $0.resolve = resumed($0.resolve, limits.resolve)
        }
        tell(.orderResumed, order: id, at: told, detail)
        if order.role == .lead { unpauseTotal(at: moment) }
    }

    mutating func unpauseTotal(at moment: Moment) {
        guard let since = whistle.suspendedAt else { return }
        whistle.suspendedAt = nil
        guard let total = whistle.total else { return }
        whistle.total = rules.deadlines.resume(
            total, limit: rules.rulebook.limits(for: whistle.kind).total.unit, pausedAt: since,
            resumedAt: moment.business)
    }
}
