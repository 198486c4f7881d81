/// What a deadline is counted in.
public enum TimeUnit: String, Sendable, CaseIterable {
    /// Real time, day and night.
    case minutes
    /// Real time; a last day that is off rolls to the first working day after it, same time of day (民法典 §203).
    case calendarDays = "calendar_days"
    /// Inside office hours of working days.
    case workingHours = "working_hours"
    /// The starting day is not counted (民法典 §201); due at close of business.
    case workingDays = "working_days"
}

/// So much time in that unit.
public struct Limit: Sendable, Equatable {
    public var amount: Int
    public var unit: TimeUnit

    public init(_ amount: Int, _ unit: TimeUnit) {
        self.amount = amount
        self.unit = unit
    }

    /// Amounts that a deadline takes: beyond them is a mistake in a rulebook or a request, not a deadline.
    public static let amounts = 1...1_000_000
}

/// When offices are open, in seconds since local midnight.
public struct OfficeHours: Sendable, Equatable {
    /// In order, not touching one another, between 0 and 86,400. Counting sorts and joins what is not, and takes the whole
    /// day where nothing is left.
    public var spans: [Range<Int>]
    /// When a deadline in working days ends: 61,200 is 17:00; 86,400 the end of the day.
    public var closeOfBusiness: Int

    public init(spans: [Range<Int>], closeOfBusiness: Int) {
        self.spans = spans
        self.closeOfBusiness = closeOfBusiness
    }

    /// 09:00–12:00 and 13:00–17:00; due at 17:00.
    public static let standard = OfficeHours(spans: [32_400..<43_200, 46_800..<61_200], closeOfBusiness: 61_200)
}
