/// What a token may do of what its role may: for a program that needs one thing only.
public enum TokenScope: String, Sendable, CaseIterable {
    /// Look at everything the role sees.
    case read
    /// Change what the role may change.
    case write
    /// Serve a queue: look into it, claim, receive, report in.
    case queue
    /// Read the events.
    case events
}
