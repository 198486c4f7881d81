import Domain

/// One iCalendar object (RFC 5545): a meeting's `.ics` file or a whole subscription. Pure: values in, bytes out.
public struct CalendarObject: Sendable {
    /// Who made it (§3.7.3), such as `-//Whistle//Whistle//ZH`.
    public var product: String
    /// `nil` leaves METHOD out: then attendees may stand in a download, too.
    public var method: CalendarMethod?
    /// The calendar's own name in a subscription.
    public var name: String?
    /// How often a subscription should be fetched again, in minutes, at least 1 (RFC 7986 §5.7).
    public var refreshMinutes: Int?
    /// In Asia/Shanghai times are written as local ones with their zone, in any other zone in UTC.
    public var zone: Zone
    public var events: [CalendarEvent]

    public init(
        product: String = "-//Whistle//Whistle//ZH", method: CalendarMethod? = .publish, name: String? = nil,
        refreshMinutes: Int? = nil, zone: Zone, events: [CalendarEvent]
    ) {
        self.product = product
        self.method = method
        self.name = name
        self.refreshMinutes = refreshMinutes
        self.zone = zone
        self.events = events
    }

    /// The whole object in UTF-8, to be served as `text/calendar; charset=utf-8`.
    public func bytes() throws(ICalendarError) -> [UInt8] {
        var lines = ContentLines()
        lines.add("BEGIN", raw: "VCALENDAR")
        lines.add("VERSION", raw: "2.0")
        lines.add("PRODID", text: product)
        lines.add("CALSCALE", raw: "GREGORIAN")
        if let method { lines.add("METHOD", raw: method.rawValue) }
        if let name {
            lines.add("NAME", text: name)
            // What programs older than RFC 7986 read.
            lines.add("X-WR-CALNAME", text: name)
        }
        if let refreshMinutes {
            let every = "PT\(max(refreshMinutes, 1))M"
            lines.add("REFRESH-INTERVAL;VALUE=DURATION", raw: every)
            lines.add("X-PUBLISHED-TTL", raw: every)
        }
        let times = EventTimes(zone: zone)
        // §3.6: an object has at least one component; an empty subscription has its zone.
        if times.isShanghai || events.isEmpty { EventTimes.addShanghai(to: &lines) }
        for event in events { try add(event, times, to: &lines) }
        lines.add("END", raw: "VCALENDAR")
        return lines.bytes
    }

    private func add(_ event: CalendarEvent, _ times: EventTimes, to lines: inout ContentLines) throws(ICalendarError) {
        try check(event)
        lines.add("BEGIN", raw: "VEVENT")
        lines.add("UID", raw: event.uid)
        lines.add("SEQUENCE", raw: "\(event.sequence)")
        lines.add("DTSTAMP", raw: EventTimes.utc(event.stamp))
        times.add("DTSTART", event.start, to: &lines)
        times.add("DTEND", event.end, to: &lines)
        lines.add("SUMMARY", text: event.summary)
        if let location = event.location { lines.add("LOCATION", text: location) }
        if let details = event.details { lines.add("DESCRIPTION", text: details) }
        if let link = event.link { lines.add("URL", raw: link) }
        lines.add("STATUS", raw: (method == .cancel ? .cancelled : event.status).rawValue)
        if let organizer = event.organizer { lines.add("ORGANIZER", party: organizer, reply: nil) }
        if method != .publish {
            for attendee in event.attendees { lines.add("ATTENDEE", party: attendee, reply: method == .request) }
        }
        lines.add("END", raw: "VEVENT")
    }

    private func check(_ event: CalendarEvent) throws(ICalendarError) {
        let uid = event.uid
        guard (1...255).contains(uid.utf8.count), ContentLines.isVisible(uid) else { throw .uid(uid) }
        guard event.start <= event.end else { throw .endsBeforeItStarts(uid: uid) }
        guard (0...Int(Int32.max)).contains(event.sequence),
            [event.stamp, event.start, event.end].allSatisfy(EventTimes.canWrite)
        else { throw .outOfRange(uid: uid) }
        let invites = method == .request || method == .cancel
        if invites && event.organizer == nil || method == .request && event.attendees.isEmpty {
            throw .parties(uid: uid)
        }
        let addresses = event.attendees.map(\.address) + [event.organizer?.address, event.link].compactMap { $0 }
        let isWeb = event.link.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? true
        guard isWeb, addresses.allSatisfy(ContentLines.isURI) else { throw .address(uid: uid) }
    }
}
