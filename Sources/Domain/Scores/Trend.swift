/// A month of the calendar.
public struct LocalMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Months since the year 0.
    public var index: Int

    public init(index: Int) { self.index = index }

    public init(_ date: LocalDate) {
        let (year, month, _) = date.parts
        index = year * 12 + month - 1
    }

    /// Reads `2026-02`.
    public init?(_ text: String) {
        guard let first = LocalDate(text + "-01") else { return nil }
        self.init(first)
    }

    public static func < (left: LocalMonth, right: LocalMonth) -> Bool { left.index < right.index }

    public func adding(months: Int) -> LocalMonth { LocalMonth(index: index + months) }

    /// `2026-02`.
    public var text: String { String(first.text.dropLast(3)) }

    public var description: String { text }

    public var first: LocalDate {
        LocalDate(year: index / 12, month: index % 12 + 1, day: 1) ?? LocalDate(daysSince1970: 0)
    }

    /// That day of the month, or its last where it is shorter.
    public func day(_ day: Int) -> LocalDate {
        min(first.adding(days: day - 1), adding(months: 1).first.adding(days: -1))
    }
}

extension LocalDate {
    /// The same day a year before; 29 February becomes 28.
    public var yearBefore: LocalDate { LocalMonth(self).adding(months: -12).day(parts.day) }
}

extension ClosedRange<LocalDate> {
    /// The same days in pieces, each within one month.
    public var months: [ClosedRange<LocalDate>] {
        (LocalMonth(lowerBound).index...LocalMonth(upperBound).index).map { index in
            let month = LocalMonth(index: index)
            return Swift.max(lowerBound, month.first)...Swift.min(upperBound, month.day(31))
        }
    }
}

/// How often something was heard, month by month.
public struct Trend: Sendable, Equatable {
    public struct Month: Sendable, Equatable {
        public var month: LocalMonth
        public var count: Int
    }

    /// Every month that the period touches, those without any too.
    public let months: [Month]
    /// So many months in a row, up to the last that has begun, were without any.
    public let zeroStreak: Int
    /// The change against the same days a year before; `nil` where there was nothing then.
    public let yearOnYear: Percentage?

    /// - Parameters:
    ///   - counts: of the period, by month.
    ///   - before: how many there were in the same days a year before.
    ///   - today: a month that has not begun has not been without any.
    public init(_ period: ClosedRange<LocalDate>, counts: [LocalMonth: Int], before: Int, today: LocalDate) {
        let first = LocalMonth(period.lowerBound).index
        months = (first...LocalMonth(period.upperBound).index).map { index in
            let month = LocalMonth(index: index)
            return Month(month: month, count: counts[month] ?? 0)
        }
        let begun = months.prefix { $0.month <= LocalMonth(today) }
        zeroStreak = begun.reversed().prefix { $0.count == 0 }.count
        yearOnYear = Percentage(counts.values.reduce(0, +) - before, of: before)
    }
}
