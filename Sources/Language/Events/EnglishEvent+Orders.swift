import Domain

extension EnglishEvent {
    func orderHeadline(_ type: EventType) -> String {
        switch type {
        case .orderQueued: "New order to receive"
        case .orderClaimed: "Order claimed, not yet received"
        case .orderReleased: "Order back in the queue"
        case .orderReceived: "Order received"
        case .orderReported: "Department reported in"
        case .orderProgressed: facts[.percent].map { "Progress \($0)%" } ?? "Progress"
        case .orderResolved: "Order resolved"
        case .orderReturned: "Return requested"
        case .orderAdjudicated: "Return decided"
        case .orderRerouted: "Order rerouted"
        case .orderDelegated: "Order delegated"
        case .orderExtensionRequested: "Extension requested"
        case .orderExtensionDecided: decided("Extension")
        case .orderSuspensionRequested: "Suspension requested"
        case .orderSuspensionDecided: decided("Suspension")
        case .orderSuspended: "Order suspended"
        case .orderResumed: "Order resumed"
        case .orderReminded: "Reminder, \(facts.clock.map(name) ?? "order") clock"
        case .orderOverdue: "Overdue, \(facts.clock.map(name) ?? "order") clock"
        case .orderSupervised: facts[.level].map { "Under supervision (\($0))" } ?? "Under supervision"
        case .orderReworking: "Order sent back to work"
        case .orderClosed: "Order closed"
        case .orderCancelled: "Order cancelled"
        default: type.rawValue
        }
    }

    func orderLines(_ type: EventType) -> [String?] {
        switch type {
        case .orderQueued:
            [ask(holder, facts.isUrgent ? "receive it and go to the place" : "receive it", by: facts.dues[.receive])]
        case .orderClaimed: ["Unless it is received before the claim runs out it goes back to the queue."]
        case .orderReleased: [ask(holder, "receive it", by: facts.dues[.receive])]
        case .orderReceived: [ask(holder, "report in", by: facts.dues[.report])]
        case .orderReported: [ask(holder, "resolve it", by: facts.dues[.resolve]), note]
        case .orderProgressed: [note]
        case .orderResolved: [labelled("Outcome", .outcome), labelled("Measures", .measures)]
        case .orderClosed: ["This share of the matter is done."]
        case .orderCancelled: ["\(holder) has no more to do here.", reason]
        case .orderReworking: [ask(holder, "work on it again", by: facts.dues[.resolve] ?? facts.dueAt), reason]
        case .orderReminded, .orderOverdue, .orderSupervised: pressing(type)
        default: requested(type)
        }
    }

    /// The ladder: remind, overdue, supervise.
    private func pressing(_ type: EventType) -> [String?] {
        let deed = facts.clock.map(deed) ?? "resolve the order"
        let due = facts.dueAt ?? facts.clock.flatMap { facts.dues[$0] }
        return switch type {
        case .orderReminded: [facts.share.map { "\($0)% of the time is gone." }, ask(holder, deed, by: due), note]
        case .orderOverdue:
            [due.map { "It was due \(deadline($0))." }, "\(holder): please \(deed) at once and say why it is late."]
        default:
            [
                "\(holder): please hurry and report to the supervisor.", due.map { "Due: \(deadline($0))" }, note,
            ]
        }
    }

    /// Returns, extensions, suspensions: what the department asks and the command centre decides.
    private func requested(_ type: EventType) -> [String?] {
        switch type {
        case .orderReturned:
            [
                "Command centre: please decide; until then the clocks run on.",
                labelled("Suggested department", .suggestedDepartment), reason, labelled("Legal basis", .legalBasis),
            ]
        case .orderAdjudicated: [ruling, note]
        case .orderRerouted:
            [
                facts[.to].map { "A new order goes to \($0)." } ?? "A new order goes to another department.",
                "The total clock runs on.", reason,
            ]
        case .orderDelegated: [facts[.to].map { "Delegated to \($0)." }, reason]
        case .orderExtensionRequested:
            [
                facts.until.map { "Asked until \(deadline($0))." },
                "Command centre: please decide; until then the old due time stands.", reason,
            ]
        case .orderExtensionDecided:
            [
                facts.approved == false
                    ? "\(holder): please keep the old due time." : facts.until.map { "Now due \(deadline($0))." }, note,
            ]
        case .orderSuspensionRequested: ["Command centre: please decide; until then the clocks run on.", reason]
        case .orderSuspensionDecided:
            [
                facts.approved.map { $0 ? "The clocks stand still until it is resumed." : "\(holder): please go on." },
                note,
            ]
        case .orderSuspended: ["The clocks stand still until it is resumed.", reason]
        case .orderResumed: [ask(holder, "go on and resolve it", by: facts.dues[.resolve])]
        default: [reason, note]
        }
    }

    private var ruling: String? {
        switch facts[.decision] {
        case "uphold": "The dispatch stands; \(holder): please go on. The clocks never stopped."
        case "reroute": facts[.department].map { "Granted; it goes to \($0)." } ?? "Granted; it goes elsewhere."
        case "excuse": "Granted; \(holder) is excused."
        default: nil
        }
    }

    private func decided(_ what: String) -> String {
        switch facts.approved {
        case true: "\(what) granted"
        case false: "\(what) refused"
        default: "\(what) decided"
        }
    }
}
