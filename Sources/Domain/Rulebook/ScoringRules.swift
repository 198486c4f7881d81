/// How the three rates make one score, and who is compared with whom.
public struct ScoringRules: Sendable, Equatable {
    /// Weights in per cent; together 100. 30, 35 and 35 are one published set.
    public var response: Int
    public var resolution: Int
    public var satisfaction: Int
    /// Ranks are given within a group; whoever is in none is compared with its own kind.
    public var peerGroups: [PeerGroup]
    /// A township that files less than `tooFew`, or more than `tooMany`, per cent of its peers' mean is out of balance.
    public var tooFew: Int
    public var tooMany: Int

    public init(
        response: Int = 30, resolution: Int = 35, satisfaction: Int = 35, peerGroups: [PeerGroup] = [],
        tooFew: Int = 50, tooMany: Int = 150
    ) {
        self.response = response
        self.resolution = resolution
        self.satisfaction = satisfaction
        self.peerGroups = peerGroups
        self.tooFew = tooFew
        self.tooMany = tooMany
    }
}
