extension MatterTrace {
    /// What one whole matter adds to the figures.
    public func tally(at now: Timestamp) -> Tally {
        var tally = Tally()
        tally.filed = 1
        if whistle.state == .declined || whistle.state == .withdrawn || whistle.corrections > 0 { tally.needless = 1 }
        tally.returns = returns.values.reduce(0, +)
        tally.unjustReturns = unjustReturns.values.reduce(0, +)
        guard let total = whistle.total, isStanding else { return tally }
        // 首接负责
        let lead = orders.first { $0.role == .lead && $0.state != .rerouted && $0.state != .cancelled }
        add(
            to: &tally, suspended: whistle.suspendedAt != nil, report: lead?.report,
            closed: whistle.state == .closed ? total : nil, due: total.dueAt, now)
        return tally
    }

    /// What one order adds to its department's figures.
    public func tally(of order: Order, at now: Timestamp) -> Tally {
        var tally = Tally()
        tally.filed = 1
        tally.returns = returns[order.number] ?? 0
        tally.unjustReturns = unjustReturns[order.number] ?? 0
        guard isStanding, order.state != .rerouted, order.state != .cancelled, let resolve = order.resolve else {
            return tally
        }
        add(
            to: &tally, suspended: order.state == .suspended, report: order.report,
            closed: order.state == .closed ? resolve : nil, due: resolve.dueAt, now)
        return tally
    }

    /// Not ended another way than by being done.
    private var isStanding: Bool {
        ![.declined, .diverted, .merged, .withdrawn].contains(whistle.state)
    }

    /// - Parameter closed: the clock that says whether it was in time; `nil` where it is not closed.
    private func add(
        to tally: inout Tally, suspended: Bool, report: Clock?, closed: Clock?, due: Timestamp, _ now: Timestamp
    ) {
        tally.due = 1
        guard !suspended else {
            tally.suspended = 1
            return
        }
        if report?.isInTime == true { tally.answered = 1 }
        if let closed {
            tally.closed = 1
            if closed.isInTime { tally.onTime = 1 }
        } else if due >= now {
            tally.running = 1
        }
        guard let revisit else { return }
        tally.revisits = 1
        if revisit.solved { tally.solved = 1 }
        if revisit.grade == .satisfied { tally.satisfied = 1 }
        if revisit.grade == .basicallySatisfied { tally.basicallySatisfied = 1 }
    }
}
