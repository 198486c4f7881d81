import Foundation

/// Where a district's history is not what was written.
public struct HistoryFault: Sendable, Equatable {
    /// What is wrong there.
    public enum Kind: String, Sendable, CaseIterable {
        /// The line's text, or what stands beside it, is not what its hash was taken over.
        case altered
        /// A line, or the whole history of an object, is missing.
        case removed
        /// A line that no verb wrote.
        case inserted
        /// Lines stand in each other's places.
        case reordered
        /// The object is gone while its history is there.
        case subjectRemoved = "subject_removed"
        /// A checkpoint is not the one that was made, or is missing.
        case checkpoint
        /// A whistle or an order stands in another state than its history led to, or was found in one.
        case state
    }

    /// What the chain belongs to: `whistle`, `meeting`, `district`; or `order`, `feed`, `checkpoint`.
    public var subject: String
    public var id: String
    /// The object's number, where it is known.
    public var number: String?
    /// The line; of a feed or a checkpoint its place.
    public var sequence: Int
    public var kind: Kind

    public init(_ kind: Kind, _ subject: String, _ id: String, number: String?, sequence: Int) {
        self.kind = kind
        self.subject = subject
        self.id = id
        self.number = number
        self.sequence = sequence
    }
}
