/// One row of the transition table: in this state that party may do this, if the guards hold; then it is there, and this
/// is told.
public struct Transition<State: Sendable & Hashable, Action: Sendable & Hashable>: Sendable {
    public var from: Set<State>
    public var action: Action
    public var who: Set<Party>
    public var guards: [Guard]
    /// Where it goes: the states the verb may choose from; empty when it stays where it is.
    public var to: [State]
    public var events: [EventType]

    init(
        _ from: Set<State>, _ action: Action, _ who: Set<Party>, _ guards: [Guard] = [], to: [State] = [],
        events: [EventType] = []
    ) {
        self.from = from
        self.action = action
        self.who = who
        self.guards = guards
        self.to = to
        self.events = events
    }
}

/// What must hold beside state and party. The raw value names it in a refusal.
public enum Guard: String, Sendable, CaseIterable {
    /// Nobody else holds a live claim on it.
    case claimFree = "claim-free"
    /// Somebody holds a live claim on it.
    case claimHeld = "claim-held"
    /// Every assisting order is resolved, closed, cancelled or rerouted (首接负责).
    case assistingDone = "assisting-done"
    /// The return window of the rulebook is open.
    case insideReturnWindow = "inside-return-window"
    /// The `resolve` clock has not run out.
    case beforeDeadline = "before-deadline"
    case noPendingRequest = "no-pending-request"
    case extensionPending = "extension-pending"
    case suspensionPending = "suspension-pending"
    /// A suspension is asked for, or granted.
    case suspendedOrPending = "suspended-or-pending"
    /// The caller is the reviewer whose turn it is.
    case ownReview = "own-review"
    /// The evaluator is none of the organizations with an order on it, or to which a meeting gave something to do.
    case notHandler = "not-handler"
    /// Every whistle on the table has an outcome.
    case everyOutcome = "every-outcome"
    /// The rulebook does not demand publishing, or it was published.
    case publishedWhereDemanded = "published-where-demanded"
    /// The meeting follows the six steps, and the step before was done.
    case stepInOrder = "step-in-order"
    /// Nobody evaluated the meeting's results before.
    case notEvaluated = "not-evaluated"
    /// What came of the meeting is known: every outcome, and every milestone done or missed. Six steps say so themselves.
    case resultsKnown = "results-known"
}
