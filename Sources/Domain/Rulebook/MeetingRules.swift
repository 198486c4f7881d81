/// When joint meetings are called and what they owe.
public struct MeetingRules: Sendable, Equatable {
    /// The least share of residents, in per cent, by a meeting's theme (in 浏阳 60 for livelihood).
    public var residentRatios: [String: Int]
    /// Whether a meeting is closed only after its result is published.
    public var mustPublish: Bool
    /// Whether the six-step method may be chosen.
    public var sixStep: Bool
    /// The fewest residents in whose joint name an organization of that kind may raise (in 江东 10).
    public var jointSigners: [OrganizationKind: Int]
    /// From a referral to the answer (in 浏阳 7 working days); `nil`: no clock.
    public var reply: Limit?
    /// From the hand-over to the fixing of time, place and form (in 江东 5 working days); `nil`: no bound.
    public var convene: Limit?
    public var triggers: MeetingTriggers
    /// When like whistles are a hotspot.
    public var hotspots = HotspotRules.standard

    public init(
        residentRatios: [String: Int] = [:], mustPublish: Bool = false, sixStep: Bool = true,
        jointSigners: [OrganizationKind: Int] = [:], reply: Limit? = nil, convene: Limit? = nil,
        triggers: MeetingTriggers = MeetingTriggers()
    ) {
        self.residentRatios = residentRatios
        self.mustPublish = mustPublish
        self.sixStep = sixStep
        self.jointSigners = jointSigners
        self.reply = reply
        self.convene = convene
        self.triggers = triggers
    }

    /// Whether so many residents may apply through a raiser of that kind. `nil` signers: it applies in its own name, and
    /// no number is asked for.
    public func accepts(jointSigners count: Int?, through raiser: OrganizationKind) -> Bool {
        guard let count, let least = jointSigners[raiser] else { return true }
        return count >= least
    }

    /// Whether enough residents were there; compared in whole numbers, so that 60 of 100 is enough and 59 is not.
    public func meetsRatio(theme: String?, residents: Int, attendees: Int) -> Bool {
        guard let theme, let ratio = residentRatios[theme] else { return true }
        return residents * 100 >= ratio * attendees
    }
}
