import Domain

/// What a sentence about an event may say: the event's data with names in place of codes. Holds no contacts, and no
/// names of persons: messages go to groups.
public struct EventFacts: Sendable {
    /// A fact beside the subject's own, under its name in the event's `detail`. Names of organizations where the event
    /// carries codes; words of an enumeration (`approve`, `reroute`) stay as they are, each language says them itself.
    public enum Detail: String, Sendable, CaseIterable {
        case reason, note, comment, advice, outcome, measures, decision, answer, by, grade, level, to, department, lead
        case organization, place, into, period, count, category, percent, whistles, trigger
        case legalBasis = "legal_basis"
        case whistleNumber = "whistle_number"
        case suggestedDepartment = "suggested_department"
        case attendees = "attendees_present"
        case residents = "residents_present"
    }

    /// `nil`: a test message.
    public var type: EventType?
    public var at: Timestamp?
    /// The zone that times are shown in; `nil`: UTC.
    public var zone: Zone?
    /// Who did it; `nil` for the broker itself.
    public var actor: String?

    /// The number of what it is about: order, whistle, meeting or item.
    public var number: String?
    public var title: String?
    public var address: String?
    public var township: String?
    public var kind: WhistleKind?
    public var whistleState: WhistleState?

    /// Who holds the order.
    public var department: String?
    public var role: OrderRole?
    public var orderState: OrderState?
    public var round: Int?

    public var meetingState: MeetingState?
    public var startsAt: Timestamp?
    public var endsAt: Timestamp?
    /// Another time that an invitee proposed.
    public var proposedAt: Timestamp?
    /// Which of the six steps was taken; a plain meeting is only evaluated.
    public var step: MeetingStep?
    /// Who is invited, or who was absent; `nil` where the event does not say.
    public var organizations: [String]?

    /// The clock the event is about.
    public var clock: ClockName?
    /// How much of that clock has gone by, per cent.
    public var share: Int?
    /// When the clocks of the subject are due.
    public var dues: [ClockName: Timestamp] = [:]
    /// When what the event is about is due: the event's own clock, a milestone.
    public var dueAt: Timestamp?
    /// Days off that were passed over on the way to `dueAt`.
    public var skippedDays: Int?
    /// The new due time that was asked for.
    public var until: Timestamp?

    public var approved: Bool?
    public var solved: Bool?
    public var valid: Bool?
    public var details: [Detail: String] = [:]

    public init(_ type: EventType?, zone: Zone?) {
        self.type = type
        self.zone = zone
    }

    public subscript(detail: Detail) -> String? { details[detail] }

    /// Whether it is about an emergency.
    public var isUrgent: Bool { kind == .emergency }

    /// The wall clock's day, and the seconds since its midnight.
    func local(_ moment: Timestamp) -> (date: LocalDate, second: Int) {
        if let zone { return zone.local(moment) }
        let second = Int((moment.seconds % 86_400 + 86_400) % 86_400)
        return (LocalDate(daysSince1970: Int((moment.seconds - Int64(second)) / 86_400)), second)
    }
}
