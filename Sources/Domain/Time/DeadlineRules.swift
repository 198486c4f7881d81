/// Counts deadlines for one district: its calendar, zone and office hours.
///
/// Every count costs the same however long the limit is: nothing here walks over days, but for the list of skipped ones.
/// Times from the year 1 to the year 20,000 are safe from overflow; the ones a request can name end in 9999.
public struct DeadlineRules: Sendable, Equatable {
    public var calendar: WorkingCalendar
    public var zone: Zone
    public var hours: OfficeHours { didSet { office = OfficeDay(hours) } }
    /// `hours`, made ready for counting.
    private(set) var office: OfficeDay

    public init(calendar: WorkingCalendar, zone: Zone, hours: OfficeHours) {
        self.calendar = calendar
        self.zone = zone
        self.hours = hours
        office = OfficeDay(hours)
    }

    /// When a limit that starts at `start` is due, and which days it passed over.
    public func deadline(from start: Timestamp, _ limit: Limit) -> Deadline {
        explanation(from: start, to: due(from: start, limit), unit: limit.unit)
    }

    /// When a limit that starts at `start` is due. An amount outside `Limit.amounts` is taken as the nearest in it,
    /// except that 0 is nothing to add.
    public func due(from start: Timestamp, _ limit: Limit) -> Timestamp {
        let amount = min(max(limit.amount, 0), Limit.amounts.upperBound)
        switch limit.unit {
        case .minutes: return start.adding(seconds: Int64(amount) * 60)
        case .calendarDays:
            let (first, second) = zone.local(start)
            return rolled(first.adding(days: amount), second: second, fraction: fraction(start))
        case .workingDays:
            let first = zone.date(start)
            let day = amount == 0 ? first : calendar.workingDay(amount, after: first)
            return zone.moment(day, second: Int(office.closeOfBusiness / 1_000_000))
        case .workingHours: return adding(officeTime: Int64(amount) * 3_600_000_000, to: start)
        }
    }

    /// That time of that day, or of the first working day after it when it is off (民法典 §203).
    func rolled(_ date: LocalDate, second: Int, fraction: Int64) -> Timestamp {
        let day = calendar.isWorking(date) ? date : calendar.nextWorkingDay(after: date)
        return zone.moment(day, second: second).adding(microseconds: fraction)
    }

    /// Microseconds of that moment beyond its whole second.
    func fraction(_ moment: Timestamp) -> Int64 { moment.microseconds - moment.seconds * 1_000_000 }
}
