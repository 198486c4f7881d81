import Foundation

/// A meeting that is still to be held, as whoever is asked to it, or sent to it in another's place, finds it in its queue.
public struct Invitation: Sendable, Equatable {
    public var id: UUID
    public var number: String
    public var title: String
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    public var place: String
    /// Whose queue it stands in.
    public var organization: String
    /// `invited`: not answered; `accepted`: it comes; `delegated`: it goes in another's place.
    public var status: AttendanceStatus

    public init(
        id: UUID, number: String, title: String, startsAt: Timestamp, endsAt: Timestamp, place: String,
        organization: String, status: AttendanceStatus
    ) {
        self.id = id
        self.number = number
        self.title = title
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.place = place
        self.organization = organization
        self.status = status
    }

    /// What the caller may do about the seat: nothing where it only looks.
    public func actions(for caller: Caller) -> [MeetingAction] {
        var parties: Set<Party> = caller.role == .commandCentre ? [.commandCentre] : []
        if caller.role.actsForOrganization, caller.organization == organization {
            parties.insert(status == .delegated ? .delegate : .invitee)
        }
        return MeetingAction.allCases.filter { action in
            Lifecycle.meetings.contains { row in
                row.action == action && row.from.contains(.convened) && !row.who.isDisjoint(with: parties)
                    && !row.who.isDisjoint(with: [.invitee, .delegate])
            }
        }
    }
}
