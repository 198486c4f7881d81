/// A due time and its explanation.
public struct Deadline: Sendable, Equatable {
    public var dueAt: Timestamp
    /// The days off after the start and before the due day; empty where time runs without regard to them (`minutes`).
    public var skipped: [DayOff]
    /// Whether a day of a year without an official notice was counted.
    public var provisional: Bool
}

/// Counts deadlines for one district: its calendar, zone and office hours.
public struct DeadlineRules: Sendable, Equatable {
    public var calendar: WorkingCalendar
    public var zone: Zone
    public var hours: OfficeHours

    public init(calendar: WorkingCalendar, zone: Zone, hours: OfficeHours) {
        self.calendar = calendar
        self.zone = zone
        self.hours = hours
    }

    /// When a limit that starts at `start` is due, and which days it passed over.
    public func deadline(from start: Timestamp, _ limit: Limit) -> Deadline {
        let due = due(from: start, limit)
        guard limit.unit != .minutes else { return Deadline(dueAt: due, skipped: [], provisional: false) }
        let first = zone.date(start)
        // A deadline at 24:00 falls on the day that it ends.
        let last = zone.date(due.adding(microseconds: -1))
        var skipped: [DayOff] = []
        var day = first.adding(days: 1)
        while day < last {
            if let off = calendar.dayOff(day) { skipped.append(off) }
            day = day.adding(days: 1)
        }
        let provisional = (first.year...last.year).contains { calendar.isProvisional($0) }
        return Deadline(dueAt: due, skipped: skipped, provisional: provisional)
    }

    /// When a limit that starts at `start` is due.
    public func due(from start: Timestamp, _ limit: Limit) -> Timestamp {
        switch limit.unit {
        case .minutes: start.adding(seconds: Int64(limit.amount) * 60)
        case .calendarDays: calendarDays(from: start, limit.amount)
        case .workingDays: workingDays(from: start, limit.amount)
        case .workingHours: workingHours(from: start, limit.amount)
        }
    }

    private func workingDays(from start: Timestamp, _ amount: Int) -> Timestamp {
        var day = zone.date(start)
        for _ in 0..<amount { day = calendar.nextWorkingDay(after: day) }
        return zone.moment(day, second: hours.closeOfBusiness)
    }

    private func calendarDays(from start: Timestamp, _ amount: Int) -> Timestamp {
        let (first, second) = zone.local(start)
        let nominal = first.adding(days: amount)
        let last = calendar.isWorking(nominal) ? nominal : calendar.nextWorkingDay(after: nominal)
        return zone.moment(last, second: second).adding(microseconds: start.microseconds - start.seconds * 1_000_000)
    }

    private func workingHours(from start: Timestamp, _ amount: Int) -> Timestamp {
        let (first, second) = zone.local(start)
        var left = amount * 3600
        var day = first
        var from = second
        while true {
            if calendar.isWorking(day) {
                for span in hours.spans where span.upperBound > from {
                    let begin = max(span.lowerBound, from)
                    let room = span.upperBound - begin
                    if left <= room { return zone.moment(day, second: begin + left) }
                    left -= room
                }
            }
            day = day.adding(days: 1)
            from = 0
        }
    }
}
