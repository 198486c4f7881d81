/// Organizations that are ranked against one another.
public struct PeerGroup: Sendable, Equatable {
    public var code: String
    public var name: String
    /// Organizations' codes; each stands in at most one group.
    public var members: [String]

    public init(code: String, name: String, members: [String]) {
        self.code = code
        self.name = name
        self.members = members
    }
}
