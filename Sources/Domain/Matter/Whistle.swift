import Foundation

/// Where a whistle stands. The first stored state is the first of these that applies.
public enum WhistleState: String, Sendable, CaseIterable {
    case awaitingReview = "awaiting_review"
    case returnedForCorrection = "returned_for_correction"
    case awaitingDispatch = "awaiting_dispatch"
    case inProgress = "in_progress"
    case awaitingApproval = "awaiting_approval"
    case awaitingEvaluation = "awaiting_evaluation"
    case reworking, suspended
    case closed, declined, diverted, merged, withdrawn
}

/// Who looks at a whistle before it goes to the departments.
public enum Reviewer: String, Sendable, CaseIterable {
    case township
    /// The command centre's working group.
    case commandCentre = "command_centre"
}

/// Where the orders went, and by whose word.
public struct Routing: Sendable, Equatable {
    public var by: RoutedBy
    /// The rule of the rulebook, as its category's code; `nil` when a person named the departments.
    public var rule: String?
    public var reason: String?

    public init(by: RoutedBy, rule: String? = nil, reason: String? = nil) {
        self.by = by
        self.rule = rule
        self.reason = reason
    }
}

/// What the raiser is told where no department handles the matter: it was declined, diverted, or settled where it was raised.
public struct WhistleAnswer: Sendable, Equatable {
    public var text: String
    /// Where it goes instead, in words.
    public var to: String?
    /// What a declined application goes on as, where the rulebook says so (in 江东 an ordinary letter).
    public var handledAs: Channel?

    public init(text: String, to: String? = nil, handledAs: Channel? = nil) {
        self.text = text
        self.to = to
        self.handledAs = handledAs
    }
}

/// One request raised by a township, community or enterprise (吹哨).
public struct Whistle: Sendable, Equatable {
    public var id = UUID.none
    public var number = ""
    public var state = WhistleState.awaitingReview
    public var kind = WhistleKind.routine
    public var category = ""
    public var channel = Channel.online
    public var title = ""
    public var details = ""
    public var sourceReference: String?
    public var location: Location?
    public var jointSigners: Int?
    public var scope: Scope?
    /// Who raised it.
    public var raiser = ""
    /// The township it belongs to: the raiser, or the one above it.
    public var township = ""
    public var routing: Routing?
    /// The version of the rulebook it runs under, to the end.
    public var rulebookVersion = 1
    /// Departments named by the raiser while nothing is dispatched yet.
    public var proposedLead: String?
    public var proposedAssisting: [String] = []

    /// Who reviews it next, while it awaits review.
    public var reviewer: Reviewer?
    /// Raisers of whistles that were merged into this one: they judge the result too.
    public var coRaisers: [String] = []

    /// How often it was sent back to be corrected.
    public var corrections = 0
    /// Whether the order that answers for the whole was reported in within its limit.
    public var answered = false
    /// What the latest valid revisit said.
    public var revisitGrade: Grade?
    public var revisitSolved: Bool?
    /// 1, and one more with every rework.
    public var round = 1
    public var total: Clock?
    public var review: Clock?
    public var handOver: Clock?
    public var reply: Clock?
    /// From the hand-over or a referral to a joint meeting with time, place and form.
    public var convene: Clock?
    /// Whether an extension or a meeting set the total clock's due time: then no calendar moves it.
    public var isTotalSet = false
    /// Since when the total clock stands still.
    public var suspendedAt: Timestamp?
    /// Not later than the next rung of the ladder on one of its clocks or its orders'; `nil`: none will fire.
    public var escalateAt: Timestamp?
    public var closedAt: Timestamp?
    /// When somebody other than the handler last asked about this round's result and found it good; `nil`: a revisit is due
    /// when the total clock ends.
    public var revisitedAt: Timestamp?
    public var mergedInto: UUID?
    /// Since when it waits for a joint meeting, on somebody's word or by a trigger of the rulebook.
    public var referredAt: Timestamp?
    /// How often an order of it was returned.
    public var returns = 0
    public var answer: WhistleAnswer?
    /// How many orders it has had: the next one's suffix is one more.
    public var ordersMade = 0
    public var itemCount = 0
    public var hasContact = false
    /// The organizations that may see it beside those that see the whole district: raiser, township, whoever has or had
    /// an order, whoever was invited.
    public var viewers: [String] = []

    public var version = 1
    /// The place of its last line of history, and that line's hash.
    public var sequence = 0
    public var headHash: [UInt8] = []
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}
