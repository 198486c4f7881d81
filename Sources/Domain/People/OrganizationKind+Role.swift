extension OrganizationKind {
    /// The role in which an organization of this kind works.
    public var role: Role {
        switch self {
        case .commandCentre: .commandCentre
        case .township: .township
        case .department: .department
        case .community: .community
        case .leader: .leader
        case .supervisor: .supervisor
        case .enterprise: .enterprise
        }
    }
}
