import Foundation

/// Who may do what to a meeting now, read from the one transition table.
extension Meeting {
    func parties(of caller: Caller) -> Set<Party> {
        var parties: Set<Party> = []
        if caller.role == .commandCentre { parties.insert(.commandCentre) }
        guard caller.role.actsForOrganization else { return parties }
        if caller.organization == convener { parties.insert(.convener) }
        if attendance.contains(where: { $0.organization == caller.organization }) { parties.insert(.invitee) }
        if attendance.contains(where: { $0.delegate == caller.organization }) { parties.insert(.delegate) }
        return parties
    }

    func permit(_ action: MeetingAction, by caller: Caller, _ rules: MatterRules) throws(Refusal) {
        let rows = try rows(of: action, by: caller)
        if let expectedVersions, !expectedVersions.contains(version) { throw .stale }
        guard let row = rows.first(where: { $0.from.contains(state) }) else { throw illegal(caller, rules, nil) }
        if let failed = row.guards.first(where: { !holds($0, action, caller, rules) }) {
            throw illegal(caller, rules, failed)
        }
    }

    /// What the caller may do to the meeting now, all guards applied.
    public func allowed(by caller: Caller, _ rules: MatterRules) -> [MeetingAction] {
        let parties = parties(of: caller)
        return MeetingAction.allCases.filter { action in
            Lifecycle.meetings.contains { row in
                row.action == action && row.from.contains(state) && !row.who.isDisjoint(with: parties)
                    && row.guards.allSatisfy { holds($0, action, caller, rules) }
            }
        }
    }

    private func illegal(_ caller: Caller, _ rules: MatterRules, _ guardian: Guard?) -> Refusal {
        .illegal(state: state.rawValue, allowed: allowed(by: caller, rules).map(\.rawValue), because: guardian)
    }

    private func holds(
        _ condition: Guard, _ action: MeetingAction, _ caller: Caller, _ rules: MatterRules
    ) -> Bool {
        switch condition {
        case .everyOutcome: hasEveryOutcome
        case .notHandler: !isHandler(caller)
        case .notEvaluated: grade == nil
        case .resultsKnown: method == .sixStep || (hasEveryOutcome && pendingMilestones == 0)
        case .publishedWhereDemanded:
            state == .published || !(rules.rulebook.mustPublishMeetings || method == .sixStep)
        case .stepInOrder: isNext(action)
        default: true
        }
    }

    private var hasEveryOutcome: Bool {
        whistles.allSatisfy { $0.outcome != nil || endedWhistles.contains($0.whistleID) }
    }

    /// Whether the meeting gave the caller something to do: results are judged by those who asked.
    private func isHandler(_ caller: Caller) -> Bool {
        whistles.contains { $0.lead == caller.organization || $0.assisting.contains(caller.organization) }
    }

    /// Whether the six-step order is kept; a plain meeting has no steps of its own.
    private func isNext(_ action: MeetingAction) -> Bool {
        guard method == .sixStep else {
            return [.hold, .evaluate, .close].contains(action)
        }
        switch action {
        case .topics: return !steps.contains(.topics)
        case .plan: return steps.contains(.topics) && !steps.contains(.plan)
        case .hold: return steps.contains(.plan)
        case .carryOut: return !steps.contains(.carryOut)
        case .evaluate: return steps.contains(.carryOut)
        case .close: return steps.contains(.evaluate)
        default: return true
        }
    }

    /// Checks that outcomes may be recorded now.
    public func permitOutcomes(by caller: Caller, _ rules: MatterRules) throws(Refusal) {
        try permit(.outcomes, by: caller, rules)
    }

    /// Checks that the caller may act on the meeting at all: what is asked before a body that cannot be read is blamed.
    public func permitAnyState(_ action: MeetingAction, by caller: Caller) throws(Refusal) {
        _ = try rows(of: action, by: caller)
    }

    /// The table's rows of an action that are the caller's in some state.
    private func rows(
        of action: MeetingAction, by caller: Caller
    ) throws(Refusal) -> [Transition<MeetingState, MeetingAction>] {
        let parties = parties(of: caller)
        let rows = Lifecycle.meetings.filter { $0.action == action && !$0.who.isDisjoint(with: parties) }
        guard !rows.isEmpty else { throw .forbidden }
        if rows.allSatisfy({ $0.guards.contains(.notHandler) }), isHandler(caller) { throw .forbidden }
        return rows
    }
}
