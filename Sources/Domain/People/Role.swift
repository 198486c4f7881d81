/// What a token may act as. A token has one role, in one organization.
public enum Role: String, Sendable, CaseIterable {
    case admin
    case commandCentre = "command_centre"
    case township, department, community, leader, enterprise, supervisor, observer

    /// Roles that see everything in their district (observers without contacts).
    public var seesDistrict: Bool {
        switch self {
        case .admin, .commandCentre, .supervisor, .observer: true
        case .township, .department, .community, .leader, .enterprise: false
        }
    }

    /// Roles that act for their organization: raise, hold a queue, answer an invitation.
    public var actsForOrganization: Bool {
        switch self {
        case .commandCentre, .township, .department, .community, .leader, .enterprise: true
        case .admin, .supervisor, .observer: false
        }
    }

    /// Roles an organization of that kind may be given.
    public static func allowed(for kind: OrganizationKind) -> Set<Role> {
        switch kind {
        case .commandCentre: [.admin, .commandCentre, .supervisor, .observer]
        case .township: [.township, .observer]
        case .department: [.department, .observer]
        case .community: [.community, .observer]
        case .leader: [.leader, .observer]
        case .supervisor: [.supervisor, .observer]
        case .enterprise: [.enterprise, .observer]
        }
    }
}
