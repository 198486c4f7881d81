/// How many messages went to a robot in a month: platforms give quotas by calendar months of China time, whatever the
/// district's own zone.
public struct MonthTally: Sendable, Equatable {
    /// The month that is counted, as `LocalMonth.index`; 0 before the first message.
    public private(set) var month: Int
    public private(set) var count: Int

    public init(month: Int = 0, count: Int = 0) {
        self.month = month
        self.count = count
    }

    public mutating func add(at moment: Timestamp) {
        let current = Self.month(of: moment)
        if current != month {
            month = current
            count = 0
        }
        count += 1
    }

    /// What the month of that moment has had by now.
    public func count(at moment: Timestamp) -> Int { Self.month(of: moment) == month ? count : 0 }

    private static func month(of moment: Timestamp) -> Int {
        LocalMonth(LocalDate(daysSince1970: Int((moment.seconds + 8 * 3600) / 86_400))).index
    }
}
