import Domain

/// One meeting as a calendar shows it (VEVENT, RFC 5545 §3.6.1).
public struct CalendarEvent: Sendable, Equatable {
    /// The same for one meeting for ever, in ASCII and unique in the world: its UUID with the district's name behind `@`.
    public var uid: String
    /// Rises with every change that a calendar must notice (§3.8.7.4): time, place, cancelling.
    public var sequence: Int
    /// When this text was made; of a published event, when it last changed, so that the same event gives the same bytes.
    public var stamp: Timestamp
    public var start: Timestamp
    /// Not before `start`.
    public var end: Timestamp
    public var summary: String
    public var location: String?
    public var details: String?
    public var organizer: CalendarParty?
    public var attendees: [CalendarParty]
    public var status: EventStatus
    /// Where more can be read; an http or https address.
    public var link: String?

    public init(
        uid: String, sequence: Int = 0, stamp: Timestamp, start: Timestamp, end: Timestamp, summary: String,
        location: String? = nil, details: String? = nil, organizer: CalendarParty? = nil,
        attendees: [CalendarParty] = [], status: EventStatus = .confirmed, link: String? = nil
    ) {
        self.uid = uid
        self.sequence = sequence
        self.stamp = stamp
        self.start = start
        self.end = end
        self.summary = summary
        self.location = location
        self.details = details
        self.organizer = organizer
        self.attendees = attendees
        self.status = status
        self.link = link
    }
}
