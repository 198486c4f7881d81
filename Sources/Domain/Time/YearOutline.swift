/// One year of a working calendar, to be shown.
public struct YearOutline: Sendable, Equatable {
    public var year: Int
    /// The notice the days come from; `nil` in a provisional year.
    public var notice: String?
    /// The notice's own title, where it is known.
    public var title: String?
    /// The days off that the notice names, in order; empty in a provisional year.
    public var holidays: [DayOff]
    /// Every day off in order, plain weekends too.
    public var daysOff: [DayOff]
    /// Saturdays and Sundays that are worked, in order.
    public var makeUp: [LocalDate]
    public var workingDays: Int

    /// No official notice yet: weekends only.
    public var provisional: Bool { notice == nil }
}
