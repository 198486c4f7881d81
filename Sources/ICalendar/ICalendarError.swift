/// Why something cannot be said in iCalendar; `uid` names the event.
public enum ICalendarError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Empty, or not visible ASCII, or longer than 255 characters.
    case uid(String)
    case endsBeforeItStarts(uid: String)
    /// Before year 1 or after 9999, or a sequence below 0 or above 2,147,483,647.
    case outOfRange(uid: String)
    /// A request or a cancellation without an organizer, a request without attendees (RFC 5546 §3.2.2, §3.2.5).
    case parties(uid: String)
    /// An address that is no URI in visible ASCII, or a link that is not of the web.
    case address(uid: String)

    public var description: String {
        switch self {
        case .uid: "an event's uid is 1 to 255 visible ASCII characters"
        case .endsBeforeItStarts(let uid): "event \(uid) ends before it starts"
        case .outOfRange(let uid): "event \(uid) has a time or a sequence that iCalendar cannot write"
        case .parties(let uid): "event \(uid) lacks an organizer or attendees"
        case .address(let uid): "event \(uid) has an address that is no URI"
        }
    }
}
