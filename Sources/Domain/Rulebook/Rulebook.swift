import Foundation

/// How one district works: data, never code. A running matter keeps the version it began under. Every key, its unit,
/// default and bounds stand in docs/rulebook.md.
public struct Rulebook: Sendable, Equatable {
    public var id = UUID.none
    public var version = 1
    public var name = ""
    /// What numbers begin with, by what they number.
    public var prefixes = NumberPrefixes(whistle: "W", item: "I", meeting: "M")
    public var zone = "Asia/Shanghai"
    public var hours = OfficeHours.standard
    public var categories: [Category] = []
    /// Subjects that are diverted with an answer.
    public var excluded: [ExcludedSubject] = []
    public var limits: [WhistleKind: Limits] = [:]
    public var ladder = Ladder.standard
    public var review = ReviewPolicy.none
    public var reviewCadence = ReviewCadence()
    public var dispatch = DispatchPolicy.automatic
    /// What an application that is declined goes on as; `nil`: it is only declined.
    public var declinedAs: Channel?
    public var feedbackApproval = FeedbackApproval.none
    /// Where `feedbackApproval` is `leader`: who approves beside the leaders that have or had an order on the whistle.
    public var feedbackApprover: String?
    /// How long after dispatch an order may be returned.
    public var returnWindow = Limit(1, .workingDays)
    /// How often a whistle may be reworked before only a joint meeting helps; `nil`: again and again.
    public var reworkBound: Int? = 3
    /// How many days after a whistle's end its contact is erased; `nil`: only on request.
    public var contactDays: Int?
    public var attachments = AttachmentLimits()
    public var extensions = ExtensionPolicy()
    public var suspension = SuspensionPolicy()
    public var evaluation = EvaluationRules()
    public var meetings = MeetingRules()
    public var scoring = ScoringRules()
    public var messages = MessageRules()
    public var visitPlans: [VisitPlan] = []

    public init() {}

    public func limits(for kind: WhistleKind) -> Limits { limits[kind] ?? .standard(for: kind) }

    public func category(_ code: String) -> Category? { categories.first { $0.code == code } }

    /// The least share of residents, in per cent, by a meeting's theme.
    public var residentRatios: [String: Int] {
        get { meetings.residentRatios }
        set { meetings.residentRatios = newValue }
    }

    public var mustPublishMeetings: Bool {
        get { meetings.mustPublish }
        set { meetings.mustPublish = newValue }
    }
}
