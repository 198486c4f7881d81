/// What a calendar object is for (RFC 5546 §1.4).
public enum CalendarMethod: String, Sendable, CaseIterable {
    /// For whoever reads it: a subscription or a download. It carries no attendees (RFC 5546 §3.2.1).
    case publish = "PUBLISH"
    /// An invitation, or its change; needs an organizer and attendees (§3.2.2).
    case request = "REQUEST"
    /// The calling off of what was sent; needs an organizer (§3.2.5).
    case cancel = "CANCEL"
}
