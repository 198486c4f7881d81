import Foundation

/// Where an item stands.
public enum ItemState: String, Sendable, CaseIterable {
    case open
    /// Carried by a whistle.
    case whistled
    /// Settled where it was heard.
    case resolved
    case notPursued = "not_pursued"
}

/// One thing heard, before and beneath a whistle (事项).
public struct Item: Sendable, Equatable {
    public var id = UUID.none
    public var number = ""
    public var state = ItemState.open
    public var title = ""
    public var category: String?
    public var channel = Channel.online
    public var location: Location?
    public var heardAt: Timestamp?
    public var visitPlan: String?
    /// Who heard it.
    public var organization = ""
    /// The township of whoever heard it.
    public var township = ""
    public var whistleID: UUID?
    /// What settled it, or why it is not pursued.
    public var outcome: String?
    /// Who answers for it, by when, and what is to be done, as agreed where it was heard.
    public var person: String?
    public var dueAt: Timestamp?
    public var measures: String?
    /// Who has taken it on; they earn the points of its grade.
    public var members: [String] = []
    /// The last word about it of whoever brought it up.
    public var grade: Grade?
    /// The session, or the visit, on which it was heard.
    public var sessionID: UUID?
    public var visitID: UUID?
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}
