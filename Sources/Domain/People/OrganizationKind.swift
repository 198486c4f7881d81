/// What an organization is.
public enum OrganizationKind: String, Sendable, CaseIterable {
    case commandCentre = "command_centre"
    case township, department, community, leader, supervisor, enterprise
}
