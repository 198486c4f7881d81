/// Why a verb was not done. One place at the edge turns it into a problem document in the reader's language.
public enum Refusal: Error, Sendable, Equatable {
    /// Not there, or not for the caller to see.
    case notFound
    /// Visible, but not the caller's to do.
    case forbidden
    /// `If-Match` names another version than the one that is there.
    case stale
    /// Not in this state, or a guard does not hold; `allowed` is what the caller may do to the object now.
    case illegal(state: String, allowed: [String], because: Guard?)
    /// The lease ran out, was released, or never was.
    case claimLost(state: String, allowed: [String])
    /// Well-formed, but a rule of the rulebook or a fact of the district speaks against it.
    case rule(Rule)

    /// Which rule, about which field (a JSON pointer).
    public struct Rule: Sendable, Equatable {
        public var code: Code
        public var pointer: String
        /// What the sentence names: a code, a number.
        public var value: String

        public init(_ code: Code, at pointer: String, _ value: String = "") {
            self.code = code
            self.pointer = pointer
            self.value = value
        }
    }

    /// The rules that refuse. The raw value ends the problem's `type` or names the error.
    public enum Code: String, Sendable, CaseIterable {
        case unknownCategory = "unknown-category"
        case unknownOrganization = "unknown-organization"
        case noQueue = "no-queue"
        case unknownItem = "unknown-item"
        case itemTaken = "item-taken"
        case unknownWhistle = "unknown-whistle"
        case whistleEnded = "whistle-ended"
        case notInvited = "not-invited"
        case residentRatio = "resident-ratio"
        case duplicate
        case missingLead = "missing-lead"
        case adviceOnly = "advice-only"
        case idempotencyReused = "idempotency-key-reused"
        case clockBackwards = "clock-backwards"
        case roleNotAllowed = "role-not-allowed"
        case refusedURL = "refused-url"
        case wrongOrder = "wrong-order"
        case dueInPast = "due-in-past"
        case revisitOnly = "revisit-only"
        case townshipOnly = "township-only"
        case missingDepartment = "missing-department"
        case extensionsUsedUp = "extensions-used-up"
        case extensionTooLong = "extension-too-long"
        case suspensionNotAllowed = "suspension-not-allowed"
        case highestLevel = "highest-level"
        case tooFewSigners = "too-few-signers"
        case unknownVisitPlan = "unknown-visit-plan"
        case outsidePlan = "outside-plan"
        case gridTaken = "grid-taken"
        case agentTaken = "agent-taken"
        case agentArea = "agent-area"
        case notYet = "not-yet"
        case notSampled = "not-sampled"
        case missingDay = "missing-day"
        case alreadyAssigned = "already-assigned"
        case methodNotOffered = "method-not-offered"
        case gradeNotOffered = "grade-not-offered"
        case evaluatorNotOffered = "evaluator-not-offered"
        case tooManyAttachments = "too-many-attachments"
        case attachmentsTooLarge = "attachments-too-large"
        case missingReason = "missing-reason"
    }
}
