import Domain

/// One dated step of a commitment (序时进度) in the minutes.
public struct MinutesMilestone: Sendable, Equatable {
    public var title: String
    public var dueAt: String
    public var state: MilestoneState

    public init(title: String, dueAt: String, state: MilestoneState) {
        self.title = title
        self.dueAt = dueAt
        self.state = state
    }
}
