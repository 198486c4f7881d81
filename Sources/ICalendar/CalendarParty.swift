/// An organizer or an attendee.
public struct CalendarParty: Sendable, Equatable {
    public var name: String
    /// A calendar address: any URI in ASCII (RFC 5545 §3.3.3), `mailto:` where there is a mailbox, else for instance
    /// `urn:uuid:…`. Nothing is sent to it.
    public var address: String
    /// Only of an attendee, and only where it is known.
    public var participation: Participation?

    public init(name: String, address: String, participation: Participation? = nil) {
        self.name = name
        self.address = address
        self.participation = participation
    }
}
