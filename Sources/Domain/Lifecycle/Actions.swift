/// What may be done to a whistle. The raw value is the last part of its path.
public enum WhistleAction: String, Sendable, CaseIterable {
    case review, resubmit, dispatch, decline, divert
    case returnForCorrection = "return-for-correction"
    case merge, withdraw, urge
    case referToMeeting = "refer-to-meeting"
    case raiseLevel = "raise-level"
    case approveFeedback = "approve-feedback"
    case evaluate
    /// The last of its orders was resolved.
    case ordersResolved = "orders-resolved"
    /// A joint meeting decided.
    case outcome
    case resume
}

/// What may be done to an order. The raw value is the last part of its path.
public enum OrderAction: String, Sendable, CaseIterable {
    case claim, release
    case extendLease = "extend-lease"
    case receive
    case reportIn = "report-in"
    case progress, resolve, `return`, adjudicate, delegate
    case requestExtension = "request-extension"
    case decideExtension = "decide-extension"
    case suspend
    case decideSuspension = "decide-suspension"
    case resume, supervise
    /// What follows from the whistle.
    case rework, cancel, close
}

/// What may be done to a meeting. The raw value is the last part of its path.
public enum MeetingAction: String, Sendable, CaseIterable {
    case respond
    case checkIn = "check-in"
    case reschedule, cancel, topics, plan, hold, outcomes, publish
    case carryOut = "carry-out"
    case evaluate, close
}
