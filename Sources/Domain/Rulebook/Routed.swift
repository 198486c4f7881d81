/// Where a rulebook sends a whistle, and by which of its rules.
public struct Routed: Sendable, Equatable {
    public var lead: String
    public var assisting: [String]
    /// The category's code, or `<category>/<route>`: what `routing.rule` shows.
    public var ruleName: String
}
