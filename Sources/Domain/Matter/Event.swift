import Foundation
import JSON

/// What happened, as it is told.
public struct Event: Sendable {
    public var type: EventType
    /// The order it is about; `nil` when it is about the whistle or meeting as a whole.
    public var order: UUID?
    public var milestone: Milestone?
    public var clock: ClockName?
    /// When it happened, where that is not when the change was made: a rung that was jumped over.
    public var at: Timestamp?
    /// Whom it is told; `nil`: whoever hears of its subject.
    public var audience: [String]?
    /// Facts beside the object's own: a reason, a grade, a person.
    public var detail: JSON

    public init(
        _ type: EventType, order: UUID? = nil, milestone: Milestone? = nil, clock: ClockName? = nil,
        at: Timestamp? = nil,
        audience: [String]? = nil, detail: JSON = [:]
    ) {
        self.type = type
        self.order = order
        self.milestone = milestone
        self.clock = clock
        self.at = at
        self.audience = audience
        self.detail = detail
    }
}
