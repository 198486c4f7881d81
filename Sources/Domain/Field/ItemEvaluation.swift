import Foundation

/// What whoever brought an item up says of how it was settled, each time it is asked.
public struct ItemEvaluation: Sendable, Equatable {
    public var id = UUID.none
    public var itemID = UUID.none
    public var grade = Grade.satisfied
    public var comment: String?
    /// Who had taken it on then.
    public var members: [String] = []
    public var organization = ""
    public var township = ""
    public var at = Timestamp(microseconds: 0)

    public init() {}
}

extension Item {
    /// Whoever brought it up is content, or not: then it is open again, as often as it takes.
    /// - Throws: `.illegal` for an item that is not settled.
    public mutating func evaluate(_ grade: Grade) throws(Refusal) {
        guard state == .resolved else { throw .illegal(state: state.rawValue, allowed: [], because: nil) }
        self.grade = grade
        if grade == .dissatisfied { state = .open }
    }
}
