import Foundation

/// One gathering at which people say what is wrong (听): one theme, so many residents among those who came.
public struct ListeningSession: Sendable, Equatable {
    public var id = UUID.none
    public var theme = ""
    /// Who held it, as written: an organization's code, or a name.
    public var host = ""
    /// The organization it belongs to, and the township above it.
    public var organization = ""
    public var township = ""
    /// The party branch that earns the session's points.
    public var branch: String?
    /// Who took part for the branch.
    public var members: [String] = []
    public var place: String?
    public var heldAt = Timestamp(microseconds: 0)
    public var residentsPresent = 0
    /// Everyone who came, residents among them.
    public var attendeesPresent = 0
    public var itemCount = 0
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}

    /// Whoever held it, the township above, and those who see the district.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || organization == caller.organization || township == caller.organization
    }

    /// - Throws: `.rule(.residentRatio)` when the theme asks for more residents than came.
    public func check(_ rules: MeetingRules) throws(Refusal) {
        guard rules.meetsRatio(theme: theme, residents: residentsPresent, attendees: attendeesPresent) else {
            throw .rule(
                Refusal.Rule(.residentRatio, at: "/residents_present", "\(rules.residentRatios[theme] ?? 0)"))
        }
    }
}

/// What many sessions come to.
public struct SessionTotals: Sendable, Equatable {
    public var sessions = 0
    public var residents = 0
    public var attendees = 0
    public var members = 0
    public var items = 0

    public init() {}
}

extension Caller {
    /// Whether the role holds sessions and goes out on visits.
    public var goesOut: Bool { [.township, .community, .commandCentre].contains(role) }
}
