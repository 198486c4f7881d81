import Foundation
import JSON

/// A matter told again from its history: what the rates need of it, and nothing that was stored beside the history.
///
/// Two ways to tell it:
/// - as it was: due times are those that the history recorded, so under the rules and calendar then in force;
/// - as it would have been under another rulebook: due times are counted anew from the recorded moments (dispatch, receipt,
///   report, resolution, pauses, rework); dates that people set (extensions, meetings) stay where they are later.
public struct MatterTrace: Sendable {
    /// One line of the history.
    public struct Line: Sendable {
        public var at: Timestamp
        /// `{events: [{type, order?, detail?}], facts?}`
        public var data: JSON

        public init(at: Timestamp, data: JSON) {
            self.at = at
            self.data = data
        }
    }

    public internal(set) var whistle = Whistle()
    public internal(set) var orders: [Order] = []
    /// The latest valid revisit.
    public internal(set) var revisit: Evaluation?
    /// Rulings on returns by the order's number: all, and those in which the dispatch was upheld.
    public internal(set) var returns: [String: Int] = [:]
    public internal(set) var unjustReturns: [String: Int] = [:]
    /// The other rulebook; `nil`: as it was.
    let other: MatterRules?

    /// - Parameters:
    ///   - lines: all of it, oldest first; the first one raised it.
    ///   - other: the rules to count under; `nil` tells it as it was.
    /// - Returns: `nil` for what does not begin with a raised whistle.
    public init?(_ lines: [Line], under other: MatterRules? = nil) {
        self.other = other
        guard let first = lines.first, let facts = first.data["facts"], let raiser = facts["raiser"]?.string else {
            return nil
        }
        whistle.createdAt = first.at
        whistle.raiser = raiser
        whistle.township = facts["township"]?.string ?? raiser
        whistle.number = facts["number"]?.string ?? ""
        whistle.rulebookVersion = facts["rulebook_version"]?.integer ?? 1
        for line in lines { tell(line) }
    }

    /// When it counts: at its total due time, or when it was raised where it has none.
    public var countedAt: Timestamp { whistle.total?.dueAt ?? whistle.createdAt }

    private mutating func tell(_ line: Line) {
        let facts = line.data["facts"] ?? [:]
        if let category = facts["category"]?.string { whistle.category = category }
        if let kind = facts["kind"]?.string.flatMap(WhistleKind.init(rawValue:)) { whistle.kind = kind }
        let noted = Dictionary((facts["orders"]?.array ?? []).map { ($0["number"]?.string ?? "", $0) }) { $1 }
        var delegated: Order?
        let events = line.data["events"]?.array ?? []
        // Before what ends the matter: a clock that was met is not resumed. Rework begins it anew and gives nothing back.
        if facts["total"]?.string == "resumed",
            !events.contains(where: { $0["type"]?.string == EventType.whistleReworking.rawValue })
        {
            resumeTotal(at: line.at)
        }
        for event in events {
            guard let type = event["type"]?.string.flatMap(EventType.init(rawValue:)) else { continue }
            let detail = event["detail"] ?? [:]
            if let number = event["order"]?.string {
                if type == .orderQueued {
                    queue(number, noted[number] ?? [:], insteadOf: delegated, at: line.at)
                    delegated = nil
                } else {
                    tell(type, of: number, detail, at: line.at)
                    if type == .orderDelegated { delegated = orders.first { $0.number == number } }
                }
            } else {
                tell(type, detail, at: line.at)
            }
        }
        if facts["total"]?.string == "stopped", whistle.suspendedAt == nil { whistle.suspendedAt = line.at }
        note(facts, noted)
    }

    /// What the line notes of orders and due times beside its events.
    private mutating func note(_ facts: JSON, _ noted: [String: JSON]) {
        func moment(_ json: JSON, _ name: String) -> Timestamp? {
            json[name]?.string.flatMap(Timestamp.init(rfc3339:))
        }
        for index in orders.indices {
            guard let note = noted[orders[index].number] else { continue }
            if let role = note["role"]?.string.flatMap(OrderRole.init(rawValue:)) { orders[index].role = role }
            if other == nil {
                if let due = moment(note, "report_due_at") { orders[index].report?.dueAt = due }
                if let due = moment(note, "resolve_due_at") { orders[index].resolve?.dueAt = due }
            } else if let due = moment(note, "decided_due_at") {
                orders[index].resolve?.dueAt = due
                if let total = whistle.total, due > total.dueAt { whistle.total?.dueAt = due }
            }
        }
        if other == nil, let due = moment(facts, "total_due_at") { whistle.total?.dueAt = due }
    }

    private mutating func queue(_ number: String, _ note: JSON, insteadOf old: Order?, at moment: Timestamp) {
        var order = Order()
        order.number = number
        order.department = note["department"]?.string ?? ""
        order.role = note["role"]?.string.flatMap(OrderRole.init(rawValue:)) ?? .assisting
        order.report = clock(.report, at: moment)
        order.resolve = clock(.resolve, at: moment)
        if let old {
            if old.report?.metAt == nil { order.report = old.report }
            order.resolve = old.resolve
        }
        orders.append(order)
        if whistle.total == nil { whistle.total = clock(.total, at: moment) }
    }

    /// As it was, the due time comes from the line's own note.
    private func clock(_ name: ClockName, at moment: Timestamp) -> Clock {
        guard let other, let limit = other.limit(name, kind: whistle.kind) else {
            return Clock(startedAt: moment, dueAt: moment)
        }
        return other.clock(limit, from: moment)
    }

    private mutating func resumeTotal(at moment: Timestamp) {
        guard let since = whistle.suspendedAt else { return }
        whistle.suspendedAt = nil
        whistle.total = resumed(whistle.total, .total, since: since, at: moment)
    }

    private func resumed(_ clock: Clock?, _ name: ClockName, since: Timestamp, at moment: Timestamp) -> Clock? {
        guard let other, let clock, let limit = other.limit(name, kind: whistle.kind) else { return clock }
        return other.deadlines.resume(clock, limit: limit.unit, pausedAt: since, resumedAt: moment)
    }

    private mutating func tell(_ type: EventType, _ detail: JSON, at moment: Timestamp) {
        switch type {
        case .whistleReturnedForCorrection: whistle.corrections += 1
        case .whistleClosed: end(.closed, at: moment)
        case .whistleDeclined: end(.declined, at: moment)
        case .whistleDiverted: end(.diverted, at: moment)
        case .whistleWithdrawn: end(.withdrawn, at: moment)
        // The other whistle hears of it too, and goes on.
        case .whistleMerged: if detail["into"] != nil { end(.merged, at: moment) }
        case .whistleReworking:
            whistle.state = .reworking
            whistle.closedAt = nil
            whistle.total?.metAt = nil
            whistle.suspendedAt = nil
        case .whistleEvaluated:
            guard detail["valid"]?.bool == true, let by = detail["by"]?.string, by != Evaluator.raiser.rawValue,
                let grade = detail["grade"]?.string.flatMap(Grade.init(rawValue:))
            else { return }
            var evaluation = Evaluation()
            evaluation.grade = grade
            evaluation.solved = detail["solved"]?.bool ?? false
            evaluation.at = moment
            revisit = evaluation
        default: break
        }
    }

    private mutating func end(_ state: WhistleState, at moment: Timestamp) {
        whistle.state = state
        whistle.closedAt = moment
        whistle.total.meet(at: moment)
    }

    private mutating func tell(_ type: EventType, of number: String, _ detail: JSON, at moment: Timestamp) {
        guard let index = orders.firstIndex(where: { $0.number == number }) else { return }
        switch type {
        case .orderReported: orders[index].report.meet(at: moment)
        case .orderResolved:
            orders[index].state = .resolved
            orders[index].resolve.meet(at: moment)
        case .orderAdjudicated:
            returns[number, default: 0] += 1
            if detail["decision"]?.string == Ruling.Decision.uphold.rawValue { unjustReturns[number, default: 0] += 1 }
        case .orderExtensionDecided: extend(index, detail)
        case .orderSuspended:
            orders[index].state = .suspended
            orders[index].suspendedAt = moment
        case .orderResumed:
            guard let since = orders[index].suspendedAt else { return }
            orders[index].state = .received
            orders[index].suspendedAt = nil
            orders[index].report = resumed(orders[index].report, .report, since: since, at: moment)
            orders[index].resolve = resumed(orders[index].resolve, .resolve, since: since, at: moment)
        case .orderReworking:
            orders[index].state = .reworking
            orders[index].suspendedAt = nil
            // As it was, an unchanged due time is not noted again.
            let due = orders[index].resolve?.dueAt
            orders[index].resolve = clock(.resolve, at: moment)
            if other == nil, let due { orders[index].resolve?.dueAt = due }
        case .orderClosed:
            orders[index].state = .closed
            orders[index].resolve.meet(at: moment)
        case .orderRerouted, .orderDelegated: end(index, .rerouted)
        case .orderCancelled: end(index, .cancelled)
        default: break
        }
    }

    private mutating func end(_ index: Int, _ state: OrderState) {
        orders[index].state = state
        orders[index].suspendedAt = nil
    }

    /// What the command centre granted is a date; under longer limits it may come before what is due anyway.
    private mutating func extend(_ index: Int, _ detail: JSON) {
        guard other != nil, detail["approve"]?.bool == true,
            let until = detail["until"]?.string.flatMap(Timestamp.init(rfc3339:))
        else { return }
        if let due = orders[index].resolve?.dueAt, until > due { orders[index].resolve?.dueAt = until }
        if orders[index].role == .lead, let total = whistle.total, until > total.dueAt {
            whistle.total?.dueAt = until
        }
    }
}
