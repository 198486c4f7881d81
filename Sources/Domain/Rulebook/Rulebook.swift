import Foundation

/// Who handles what comes up: the three ways matters go (三事分流).
public enum Triage: String, Sendable, CaseIterable {
    case government, community
    /// Advice, never an order.
    case `private`
}

/// One category of a rulebook and where its whistles go.
public struct Category: Sendable, Equatable {
    public var code: String
    public var name: String
    public var triage: Triage
    /// `nil`: nobody is named, so the command centre dispatches by hand.
    public var lead: String?
    public var assisting: [String]

    public init(code: String, name: String, triage: Triage, lead: String?, assisting: [String]) {
        self.code = code
        self.name = name
        self.triage = triage
        self.lead = lead
        self.assisting = assisting
    }
}

/// The limits of one kind of whistle, all from dispatch.
public struct Limits: Sendable, Equatable {
    public var receive: Limit
    public var report: Limit
    public var resolve: Limit
    public var total: Limit

    public init(receive: Limit, report: Limit, resolve: Limit, total: Limit) {
        self.receive = receive
        self.report = report
        self.resolve = resolve
        self.total = total
    }

    /// What applies where a district publishes no limits of its own.
    public static func standard(for kind: WhistleKind) -> Limits {
        switch kind {
        case .routine:
            Limits(
                receive: Limit(1, .workingDays), report: Limit(3, .workingDays), resolve: Limit(7, .workingDays),
                total: Limit(10, .workingDays))
        case .priority:
            Limits(
                receive: Limit(4, .workingHours), report: Limit(1, .workingDays), resolve: Limit(5, .workingDays),
                total: Limit(7, .workingDays))
        case .emergency:
            Limits(
                receive: Limit(10, .minutes), report: Limit(30, .minutes), resolve: Limit(1440, .minutes),
                total: Limit(1440, .minutes))
        }
    }
}

/// Who looks at a whistle before it is dispatched.
public enum ReviewPolicy: String, Sendable, CaseIterable {
    case none, township
    case workingGroup = "working_group"
}

/// How whistles find their departments.
public enum DispatchPolicy: String, Sendable, CaseIterable {
    case automatic
    case byHand = "by_hand"
}

/// Who sees a resolution before the raiser does.
public enum FeedbackApproval: String, Sendable, CaseIterable {
    case none, leader
}

/// How one district works: data, never code. A running matter keeps the version it began under.
public struct Rulebook: Sendable, Equatable {
    public var id = UUID.none
    public var version = 1
    public var name = ""
    /// What numbers begin with, by what they number.
    public var prefixes = NumberPrefixes(whistle: "W", item: "I", meeting: "M")
    public var zone = "Asia/Shanghai"
    public var hours = OfficeHours.standard
    public var categories: [Category] = []
    public var limits: [WhistleKind: Limits] = [:]
    public var review = ReviewPolicy.none
    public var dispatch = DispatchPolicy.automatic
    public var feedbackApproval = FeedbackApproval.none
    /// The least share of residents, in per cent, by a meeting's theme.
    public var residentRatios: [String: Int] = [:]
    public var mustPublishMeetings = false
    /// How long after dispatch an order may be returned.
    public var returnWindow = Limit(1, .workingDays)
    /// How often a whistle may be reworked before only a joint meeting helps.
    public var reworkBound = 3

    public init() {}

    public func limits(for kind: WhistleKind) -> Limits { limits[kind] ?? .standard(for: kind) }

    public func category(_ code: String) -> Category? { categories.first { $0.code == code } }
}

/// What the numbers of a district begin with; all different, since numbers never repeat.
public struct NumberPrefixes: Sendable, Equatable {
    public var whistle: String
    public var item: String
    public var meeting: String

    public init(whistle: String, item: String, meeting: String) {
        self.whistle = whistle
        self.item = item
        self.meeting = meeting
    }
}
