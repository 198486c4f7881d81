/// What a caller is to one whistle, order or meeting. The transition table says who may by it.
public enum Party: String, Sendable, CaseIterable {
    /// The organization that raised the whistle.
    case raiser
    /// The raiser of a whistle that was merged into this one.
    case coRaiser = "co_raiser"
    /// The township of the community or enterprise that raised it.
    case township
    case commandCentre = "command_centre"
    case supervisor
    /// The organization in whose queue the order is.
    case handler
    /// The handler, where it is a leader's office.
    case leader
    /// The organization that called the meeting.
    case convener
    /// An organization invited to the meeting.
    case invitee
    /// An organization that an invitee sends in its place.
    case delegate
    /// The resident with a signed link.
    case resident
    /// The broker: what follows from another verb, or from a clock.
    case system
}
