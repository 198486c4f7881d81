import Foundation

/// Where a meeting stands.
public enum MeetingState: String, Sendable, CaseIterable {
    case convened, held, published, closed, cancelled
}

/// How the parties meet.
public enum MeetingForm: String, Sendable, CaseIterable {
    case invited
    case onSite = "on_site"
    case collective, individual, combined, online
}

/// How a meeting proceeds.
public enum MeetingMethod: String, Sendable, CaseIterable {
    case plain
    /// Topics, plan, hold, publish, carry out, evaluate: none may be skipped.
    case sixStep = "six_step"
}

/// What a six-step meeting has done beside being held and published; a plain one is only evaluated.
public enum MeetingStep: String, Sendable, CaseIterable {
    case topics, plan
    case carryOut = "carry_out"
    case evaluate
}

/// What became of one invited organization.
public enum AttendanceStatus: String, Sendable, CaseIterable {
    case invited, accepted, declined, delegated, present, absent
}

/// An invited organization's answer.
public enum MeetingAnswer: String, Sendable, CaseIterable {
    case accept, decline, delegate, postpone
}

/// What a meeting decided about one whistle (会议结果).
public enum Outcome: String, Sendable, CaseIterable {
    /// 现场解决
    case resolvedOnSite = "resolved_on_site"
    /// 交办解决
    case assigned
    /// 督办解决
    case supervised
    /// 挂账
    case deferred
    /// 未达成
    case noAgreement = "no_agreement"
}

/// One invitation and what came of it.
public struct Attendance: Sendable, Equatable {
    public var organization: String
    public var status = AttendanceStatus.invited
    public var person: String?
    public var reason: String?
    /// The time it would rather meet; only a proposal.
    public var proposedAt: Timestamp?
    /// The organization that goes in its place: it may check in for it.
    public var delegate: String?

    public init(organization: String) { self.organization = organization }

    /// Whether that organization may speak for this seat.
    public func isTaken(by code: String) -> Bool { organization == code || delegate == code }
}

/// One whistle on the table, and what was decided.
public struct MeetingWhistle: Sendable, Equatable {
    public var whistleID: UUID
    public var outcome: Outcome?
    public var decision: String?
    public var lead: String?
    public var assisting: [String] = []
    public var responsiblePerson: String?
    public var dueAt: Timestamp?
    /// Whom it concerns beside those who were invited: raiser, township, whoever was given something to do.
    public var concerned: [String] = []

    public init(whistleID: UUID) { self.whistleID = whistleID }

    mutating func concern(_ organizations: [String]) {
        for organization in organizations where !concerned.contains(organization) { concerned.append(organization) }
    }
}

/// Where a milestone stands.
public enum MilestoneState: String, Sendable, CaseIterable {
    case pending, done, missed
}

/// One dated step of a commitment (序时进度).
public struct Milestone: Sendable, Equatable {
    public var id = UUID.none
    public var meetingID = UUID.none
    public var whistleID = UUID.none
    public var title = ""
    public var dueAt = Timestamp(microseconds: 0)
    public var state = MilestoneState.pending
    /// Who answers for it: the outcome's lead.
    public var organization = ""
    public var note: String?
    public var doneAt: Timestamp?
    /// When those who answer for it are reminded; `nil`: it was set too late for that.
    public var soonAt: Timestamp?
    public var missedAt: Timestamp?
    /// When the next of its clock's steps is due; `nil`: none is left.
    public var nextAt: Timestamp?
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}

/// One joint meeting (联席会议): what is on the table, who comes, what they decide.
public struct Meeting: Sendable, Equatable {
    public var id = UUID.none
    public var number = ""
    public var state = MeetingState.convened
    public var title = ""
    public var form = MeetingForm.collective
    public var method = MeetingMethod.plain
    public var convener = ""
    public var startsAt = Timestamp(microseconds: 0)
    public var endsAt = Timestamp(microseconds: 0)
    public var place = ""
    public var agenda: [String] = []
    public var theme: String?
    public var residentsInvited: Int?
    public var residentsPresent: Int?
    public var attendeesPresent: Int?
    public var steps: [MeetingStep] = []
    /// What the six steps collected, planned, did and found.
    public var topics: [String] = []
    public var plan: String?
    public var carriedOut: String?
    public var grade: Grade?
    public var remark: String?
    public var reason: String?
    public var heldAt: Timestamp?
    public var rulebookVersion = 1

    /// The version the caller believes it changes (`If-Match`).
    public var expectedVersions: Set<Int>?
    /// Whistles on the table that have ended by themselves: nothing is left to decide about them.
    public var endedWhistles: Set<UUID> = []
    /// How many of its milestones are neither done nor missed.
    public var pendingMilestones = 0
    public var whistles: [MeetingWhistle] = []
    public var attendance: [Attendance] = []

    public var version = 1
    public var sequence = 0
    public var headHash: [UInt8] = []
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}
