import Foundation
import JSON

/// The escalation ladder as it runs on a matter's clocks. What is due next is worked out with every change and kept beside
/// the clocks, so that the escalator reads an index and scans nothing.
extension Matter {
    private static let orderClocks: [ClockName] = [.receive, .report, .resolve]
    private static let whistleClocks: [ClockName] = [.review, .handOver, .reply, .convene, .total]

    /// Notes when the next rung is due. Called with every change, before it is stored. A time that is too early stays: the
    /// escalator then finds nothing and looks again, which is rarer than receiving, and cheaper.
    public mutating func schedule(exactly: Bool = false) {
        let due = nextTime
        if !exactly, let due, let known = whistle.escalateAt, known <= due { return }
        whistle.escalateAt = due
    }

    /// Fires every rung that is due by now and ends every suspension that lasted its longest, in the order of time, each
    /// with its own time.
    /// - Parameter organizations: tell who the leader above a handler is, whom a rung may copy.
    public mutating func escalate(at moment: Moment, organizations: [String: Organization] = [:]) {
        while let step = nextSteps.filter({ $0.at <= moment.business }).min(by: { $0.at < $1.at }) {
            switch step {
            case .rung(let due): fire(due, organizations)
            case .suspension(let order, let end): endSuspension(of: order, at: end, moment)
            }
        }
        schedule(exactly: true)
    }

    private enum Step {
        case rung(DueRung)
        case suspension(order: UUID?, end: Timestamp)

        var at: Timestamp {
            switch self {
            case .rung(let due): due.at
            case .suspension(_, let end): end
            }
        }
    }

    private var nextSteps: [Step] {
        let ends = orders.compactMap { order in
            suspensionEnd(of: order).map { Step.suspension(order: order.id, end: $0) }
        }
        return next.map(Step.rung) + ends + (deferralEnd.map { [.suspension(order: nil, end: $0)] } ?? [])
    }

    /// When the earliest of them is due. Asked with every change: nothing but the time is put together.
    private var nextTime: Timestamp? {
        var earliest = deferralEnd
        func note(_ at: Timestamp?) { if let at { earliest = min(earliest ?? at, at) } }
        for name in Matter.whistleClocks {
            if let clock = running(name) { note(moment(name, clock)) }
        }
        orders.withUnsafeBufferPointer { orders in
            for place in orders.indices {
                note(suspensionEnd(of: orders[place]))
                for name in Matter.orderClocks {
                    guard let clock = running(name, of: orders[place]) else { continue }
                    // Orders that were made together have the same clocks.
                    if place > 0, running(name, of: orders[place - 1]) == clock { continue }
                    note(moment(name, clock))
                }
            }
        }
        return earliest
    }

    private struct DueRung {
        var clock: ClockName
        var order: UUID?
        var rung: Rung
        var at: Timestamp
    }

    /// The next rung of each clock that runs.
    private var next: [DueRung] {
        orders.reduce(into: Matter.whistleClocks.compactMap { next(on: $0) }) { all, order in
            all += Matter.orderClocks.compactMap { next(on: $0, of: order) }
        }
    }

    private func next(on name: ClockName) -> DueRung? {
        running(name).flatMap { rung(name, $0) }.map { DueRung(clock: name, order: nil, rung: $0.rung, at: $0.at) }
    }

    private func next(on name: ClockName, of order: Order) -> DueRung? {
        running(name, of: order).flatMap { rung(name, $0) }.map {
            DueRung(clock: name, order: order.id, rung: $0.rung, at: $0.at)
        }
    }

    /// One of the whistle's own clocks; `nil` while it stands still or is met.
    private func running(_ name: ClockName) -> Clock? {
        guard let clock = self[name], clock.metAt == nil else { return nil }
        return name == .total && whistle.suspendedAt != nil ? nil : clock
    }

    private func running(_ name: ClockName, of order: Order) -> Clock? {
        guard let clock = order[name], clock.metAt == nil, order.suspendedAt == nil, order.state.isLive else {
            return nil
        }
        return clock
    }

    private func rung(_ name: ClockName, _ clock: Clock) -> Ladder.Due? {
        rules.rulebook.ladder.rung(clock.rungs, for: name, clock, unit: unit(of: name), under: rules.deadlines)
    }

    private func moment(_ name: ClockName, _ clock: Clock) -> Timestamp? {
        rules.rulebook.ladder.moment(
            ofRung: clock.rungs, for: name, clock, unit: unit(of: name), under: rules.deadlines)
    }

    private func unit(of name: ClockName) -> TimeUnit { rules.limit(name, kind: whistle.kind)?.unit ?? .minutes }

    private subscript(name: ClockName) -> Clock? {
        switch name {
        case .review: whistle.review
        case .handOver: whistle.handOver
        case .reply: whistle.reply
        case .convene: whistle.convene
        case .total: whistle.total
        case .receive, .report, .resolve: nil
        }
    }

    private mutating func fire(_ due: DueRung, _ organizations: [String: Organization]) {
        advance(due)
        // The whole's clock is told on the order that answers for the whole.
        let order = due.order ?? orders.first { $0.role == .lead && $0.state.isLive }?.id
        let detail: JSON = [
            "clock": .string(due.clock.rawValue), "rung": .string(due.rung.name),
            "to": .array(due.rung.to.map { .string($0.rawValue) }),
        ]
        let copied = due.rung.to.contains(.leader) ? copyToLeader(of: order, organizations) : nil
        switch due.rung.deed {
        case .remind, .urge, .bulletin:
            tell(.orderReminded, order: order, clock: due.clock, at: due.at, audience: copied, detail)
        case .overdue: tell(.orderOverdue, order: order, clock: due.clock, at: due.at, audience: copied, detail)
        case .supervise(let level):
            // The higher card stands, whichever clock showed it.
            if let order, self.order(order)?.level.map({ $0.rank < level.rank }) ?? true {
                change(order) { $0.level = level }
                tell(
                    .orderSupervised, order: order, clock: due.clock, at: due.at, audience: copied,
                    [
                        "clock": .string(due.clock.rawValue), "rung": .string(due.rung.name),
                        "level": .string(level.rawValue),
                    ])
            } else {
                tell(.orderReminded, order: order, clock: due.clock, at: due.at, audience: copied, detail)
            }
        }
    }

    /// The leader's office above the handler hears what is copied to it, and may from then on see the whistle.
    /// - Returns: whom the event is told; `nil` where nobody stands above.
    private mutating func copyToLeader(of id: UUID?, _ organizations: [String: Organization]) -> [String]? {
        guard let order = id.flatMap(order), let above = organizations[order.department]?.parent,
            organizations[above]?.kind == .leader
        else { return nil }
        admit(above)
        return Array(Set(audience(of: order) + [above])).sorted()
    }

    /// One rung further, and late where that is what the rung says.
    private mutating func advance(_ due: DueRung) {
        let isLate = due.rung.deed == .overdue
        func step(_ clock: inout Clock?) {
            clock?.rungs += 1
            if isLate { clock?.overdueAt = due.at }
        }
        if let order = due.order {
            change(order) {
                switch due.clock {
                case .receive: step(&$0.receive)
                case .report: step(&$0.report)
                case .resolve: step(&$0.resolve)
                case .review, .handOver, .reply, .convene, .total: break
                }
            }
            return
        }
        switch due.clock {
        case .review: step(&whistle.review)
        case .handOver: step(&whistle.handOver)
        case .reply: step(&whistle.reply)
        case .convene: step(&whistle.convene)
        case .total: step(&whistle.total)
        case .receive, .report, .resolve: break
        }
    }
}

extension SupervisionLevel {
    /// How severe it is.
    var rank: Int {
        switch self {
        case .notice: 0
        case .yellow: 1
        case .red: 2
        }
    }
}
