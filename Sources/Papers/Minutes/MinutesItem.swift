import Domain

/// One whistle on the table and what was decided about it.
public struct MinutesItem: Sendable, Equatable {
    public var number: String
    public var title: String
    /// `nil`: nothing has been decided yet.
    public var outcome: Outcome?
    /// Its line ends are kept.
    public var decision: String?
    public var lead: String?
    public var assisting: [String] = []
    public var responsiblePerson: String?
    public var dueAt: String?
    public var milestones: [MinutesMilestone] = []
    /// What came of it, where the minutes are read later.
    public var result: String?

    public init(number: String, title: String) {
        self.number = number
        self.title = title
    }
}
