/// Why a whistle was proposed for a joint meeting without anybody's asking. The raw value is the event's `detail.trigger`.
public enum MeetingTrigger: String, Sendable, CaseIterable {
    case departments, returns
    case reworkBound = "rework_bound"
    case suspension
}

/// What makes the broker propose a joint meeting. It only proposes; somebody calls it.
public struct MeetingTriggers: Sendable, Equatable {
    /// As many departments on one whistle, or more; `nil`: never.
    public var departments: Int?
    /// As many returns of one whistle's orders, or more; `nil`: never.
    public var returns: Int?
    /// When a whistle was reworked as often as the rulebook bears.
    public var reworkBound: Bool
    /// When a suspension is asked for.
    public var suspension: Bool
    /// When like whistles gather.
    public var hotspot: Bool

    public init(
        departments: Int? = 3, returns: Int? = 2, reworkBound: Bool = true, suspension: Bool = true,
        hotspot: Bool = true
    ) {
        self.departments = departments
        self.returns = returns
        self.reworkBound = reworkBound
        self.suspension = suspension
        self.hotspot = hotspot
    }
}
