import Foundation

/// One judgement of a result. The latest valid one counts.
public struct Evaluation: Sendable, Equatable {
    public var id = UUID.none
    public var whistleID = UUID.none
    public var by = Evaluator.raiser
    public var organization = ""
    public var grade = Grade.satisfied
    public var solved = true
    /// False when nobody was reached: recorded, and counted nowhere.
    public var valid = true
    public var comment: String?
    public var round = 1
    public var at = Timestamp(microseconds: 0)

    public init() {}

    /// Whether it sends the matter back to work.
    public var demandsRework: Bool { valid && (grade == .dissatisfied || !solved) }
}
