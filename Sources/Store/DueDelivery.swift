import Domain
import Foundation

/// One delivery that is due, with what it tells.
public struct DueDelivery: Sendable {
    /// 0 urgent, 1 as usual, 2 replayed.
    public enum Rank: Int16, Sendable {
        case urgent, usual, replayed
    }

    public var id: UUID
    public var lane: UUID
    public var eventID: UUID
    public var position: Int
    public var attempts: Int
    public var rank: Rank
    /// Not to be told together with others.
    public var alone: Bool
    /// Seconds since it was due.
    public var waited: Double
    public var type: String
    public var at: Timestamp
    public var data: String
}

/// What a delivery is after it was tried.
public struct FinishedDelivery: Sendable {
    public var id: UUID
    public var state: String
    /// Attempts that count against the schedule.
    public var attempts: Int
    /// Seconds until it is due again; only for `pending` and `retrying`.
    public var after: Double
    /// The delivery whose message told of this one.
    public var digest: UUID?
    /// Never to be told together with others again.
    public var alone: Bool

    public init(
        id: UUID, state: String, attempts: Int, after: Double = 0, digest: UUID? = nil, alone: Bool = false
    ) {
        self.id = id
        self.state = state
        self.attempts = attempts
        self.after = after
        self.digest = digest
        self.alone = alone
    }
}
