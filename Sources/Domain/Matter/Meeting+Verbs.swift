import Foundation
import JSON

/// What happens to a meeting. Each verb asks the transition table first, then changes the meeting and says what to tell.
extension Meeting {
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || convener == caller.organization
            || attendance.contains { $0.isTaken(by: caller.organization) }
            || whistles.contains { $0.concerned.contains(caller.organization) }
    }

    /// Whether the caller may see what is said about one of the whistles: who is only concerned by another, or is a
    /// township at somebody else's table, does not.
    public func shows(_ whistle: MeetingWhistle, to caller: Caller) -> Bool {
        if caller.role.seesDistrict || convener == caller.organization { return true }
        if whistle.concerned.contains(caller.organization) { return true }
        return [.department, .leader].contains(caller.role)
            && attendance.contains { $0.isTaken(by: caller.organization) }
    }

    /// Whom an event about one whistle is told.
    public func audience(of whistle: MeetingWhistle, seats: Set<String>) -> [String] {
        Array(Set([convener] + whistle.concerned + invited.filter(seats.contains))).sorted()
    }

    /// Whom an event about the meeting as a whole is told.
    public var audience: [String] {
        Array(Set([convener] + invited + whistles.flatMap(\.concerned))).sorted()
    }

    /// Who was asked to come, and whom they send.
    private var invited: [String] { attendance.flatMap { [$0.organization] + ($0.delegate.map { [$0] } ?? []) } }

    /// An invited organization answers; `postpone` only proposes another time, `delegate` names a person, or an
    /// organization that from now on sees the meeting and may check in.
    public mutating func respond(
        _ answer: MeetingAnswer, person: String?, delegate: String? = nil, reason: String?, proposedAt: Timestamp?,
        by caller: Caller, _ rules: MatterRules
    ) throws(Refusal) -> [Event] {
        try permit(.respond, by: caller, rules)
        if let delegate, attendance.contains(where: { $0.isTaken(by: delegate) && $0.organization == delegate }) {
            throw .rule(Refusal.Rule(.duplicate, at: "/organization", delegate))
        }
        // Where the rulebook bounds the fixing of a time, putting it off needs a stated reason.
        if answer == .postpone, rules.rulebook.meetings.convene != nil, reason == nil {
            throw .rule(Refusal.Rule(.missingReason, at: "/reason"))
        }
        update(caller.organization) {
            switch answer {
            case .accept: $0.status = .accepted
            case .decline: $0.status = .declined
            case .delegate: $0.status = .delegated
            case .postpone: $0.proposedAt = proposedAt
            }
            if answer != .postpone { $0.delegate = answer == .delegate ? delegate : nil }
            $0.person = person ?? $0.person
            $0.reason = reason
        }
        return [
            Event(
                .meetingResponded,
                detail: [
                    "organization": .string(caller.organization), "answer": .string(answer.rawValue),
                    "person": JSON(person), "delegate": JSON(delegate), "reason": JSON(reason),
                    "proposed_at": JSON(proposedAt?.canonical),
                ])
        ]
    }

    /// Somebody is there. An invitee checks itself in, or whom it sends does; the convener or the command centre anyone
    /// invited. Who comes late is present all the same.
    public mutating func checkIn(
        _ organization: String, person: String, by caller: Caller, _ rules: MatterRules
    ) throws(Refusal) -> [Event] {
        let parties = parties(of: caller)
        let seat =
            attendance.first { $0.organization == organization } ?? attendance.first { $0.delegate == organization }
        if parties.isDisjoint(with: [.convener, .commandCentre]), seat?.isTaken(by: caller.organization) != true {
            throw .forbidden
        }
        try permit(.checkIn, by: caller, rules)
        guard let seat else { throw .rule(Refusal.Rule(.notInvited, at: "/organization", organization)) }
        update(seat.organization) {
            $0.status = .present
            $0.person = person
        }
        return [
            Event(
                .meetingCheckedIn,
                detail: [
                    "organization": .string(seat.organization), "person": .string(person),
                    "late": .bool(seat.status == .absent),
                ])
        ]
    }

    /// The meeting took place. Whoever has neither checked in nor declined is absent.
    /// - Throws: `.rule(.residentRatio)` when the theme asks for more residents than came.
    public mutating func hold(
        residents: Int?, attendees: Int, by caller: Caller, _ rules: MatterRules, at moment: Moment
    ) throws(Refusal) -> [Event] {
        try permit(.hold, by: caller, rules)
        if let theme, let ratio = rules.rulebook.residentRatios[theme], (residents ?? 0) * 100 < ratio * attendees {
            throw .rule(Refusal.Rule(.residentRatio, at: "/residents_present", "\(ratio)"))
        }
        state = .held
        heldAt = moment.business
        residentsPresent = residents
        attendeesPresent = attendees
        for index in attendance.indices where ![.present, .declined].contains(attendance[index].status) {
            attendance[index].status = .absent
        }
        let absent = attendance.filter { $0.status == .absent }
        let held = Event(.meetingHeld, detail: ["absent": .array(absent.map { .string($0.organization) })])
        // Each is named to itself, to whom it sent, and to whoever called the meeting.
        return [held]
            + absent.map {
                Event(
                    .meetingAbsent,
                    audience: Array(Set([convener, $0.organization] + ($0.delegate.map { [$0] } ?? []))),
                    detail: ["organization": .string($0.organization), "person": JSON($0.person)])
            }
    }

    /// Writes a decision onto the table; the whistle itself changes through `Matter.apply`.
    /// - Parameter seats: the organizations that see every whistle on a table they are invited to.
    public mutating func record(_ decision: Decision, seats: Set<String>) throws(Refusal) -> Event {
        guard let index = whistles.firstIndex(where: { $0.whistleID == decision.whistle }) else {
            throw .rule(Refusal.Rule(.unknownWhistle, at: "/items", decision.whistle.text))
        }
        whistles[index].outcome = decision.outcome
        whistles[index].decision = decision.decision
        whistles[index].lead = decision.lead
        whistles[index].assisting = decision.assisting
        whistles[index].responsiblePerson = decision.responsiblePerson
        whistles[index].dueAt = decision.dueAt
        whistles[index].concern([decision.lead].compactMap { $0 } + decision.assisting)
        return Event(
            .meetingOutcomeRecorded, audience: audience(of: whistles[index], seats: seats),
            detail: [
                "whistle": .string(decision.whistle.text),
                "outcome": .string(decision.outcome.rawValue), "decision": .string(decision.decision),
                "lead": JSON(decision.lead),
            ])
    }

    public mutating func publish(by caller: Caller, _ rules: MatterRules) throws(Refusal) -> [Event] {
        try permit(.publish, by: caller, rules)
        state = .published
        return [Event(.meetingPublished)]
    }

    public mutating func close(by caller: Caller, _ rules: MatterRules) throws(Refusal) -> [Event] {
        try permit(.close, by: caller, rules)
        state = .closed
        return [Event(.meetingClosed)]
    }

    public mutating func cancel(reason: String, by caller: Caller, _ rules: MatterRules) throws(Refusal) -> [Event] {
        try permit(.cancel, by: caller, rules)
        state = .cancelled
        self.reason = reason
        return [Event(.meetingCancelled, detail: ["reason": .string(reason)])]
    }

    public mutating func reschedule(
        startsAt: Timestamp, endsAt: Timestamp, place: String?, reason: String, by caller: Caller, _ rules: MatterRules
    ) throws(Refusal) -> [Event] {
        try permit(.reschedule, by: caller, rules)
        guard endsAt > startsAt else { throw .rule(Refusal.Rule(.wrongOrder, at: "/ends_at")) }
        self.startsAt = startsAt
        self.endsAt = endsAt
        if let place { self.place = place }
        for index in attendance.indices { attendance[index].proposedAt = nil }
        return [
            Event(
                .meetingRescheduled,
                detail: [
                    "reason": .string(reason), "place": .string(self.place), "starts_at": .string(startsAt.canonical),
                    "ends_at": .string(endsAt.canonical),
                ])
        ]
    }

    /// One of the six steps that leave the state as it is; a plain meeting is evaluated by the same step.
    /// - Parameter detail: what was collected, planned, done or found; it is told and kept in the history.
    public mutating func take(
        _ step: MeetingStep, _ detail: JSON, by caller: Caller, _ rules: MatterRules
    ) throws(Refusal) -> [Event] {
        let action: MeetingAction =
            switch step {
            case .topics: .topics
            case .plan: .plan
            case .carryOut: .carryOut
            case .evaluate: .evaluate
            }
        try permit(action, by: caller, rules)
        steps.append(step)
        switch step {
        case .topics: topics = detail.array?.compactMap(\.string) ?? []
        case .plan: plan = detail.string
        case .carryOut: carriedOut = detail.string
        case .evaluate:
            grade = detail["grade"]?.string.flatMap(Grade.init)
            remark = detail["note"]?.string
        }
        return [Event(.meetingStepTaken, detail: ["step": .string(step.rawValue), "content": detail])]
    }

    private mutating func update(_ organization: String, _ body: (inout Attendance) -> Void) {
        guard let index = attendance.firstIndex(where: { $0.organization == organization }) else { return }
        body(&attendance[index])
    }
}
