import Foundation

/// What a bulletin is about (通报).
public enum BulletinPeriod: String, Sendable, CaseIterable {
    case weekly, monthly

    /// The first day of the period that holds the day, and the first day after it. Weeks begin on Monday.
    public func days(around day: LocalDate) -> (first: LocalDate, next: LocalDate) {
        switch self {
        case .weekly:
            let monday = day.adding(days: 1 - day.weekday)
            return (monday, monday.adding(days: 7))
        case .monthly:
            let (year, month, _) = day.parts
            let first = LocalDate(year: year, month: month, day: 1) ?? day
            let next = LocalDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1) ?? day
            return (first, next)
        }
    }
}

/// What a bulletin counts. The raw value is its name in JSON.
public enum BulletinCount: String, Sendable, CaseIterable {
    case raised, closed
    case closedOnTime = "closed_on_time"
    /// Whose total clock was missed in the period.
    case overdue
    /// Not over at the period's end.
    case open
    case satisfied, dissatisfied
    case meetings
    case milestonesMissed = "milestones_missed"
}

/// An order that a bulletin names.
public struct BulletinOrder: Sendable, Equatable {
    public enum List: String, Sendable { case red, yellow }

    public var list: List
    public var department: String
    public var township: String
    public var number: String
    public var title: String
    public var dueAt: Timestamp

    public init(
        list: List, department: String, township: String, number: String, title: String, dueAt: Timestamp
    ) {
        self.list = list
        self.department = department
        self.township = township
        self.number = number
        self.title = title
        self.dueAt = dueAt
    }
}

extension Order {
    /// The list a bulletin names it on: the red one under a red card; the yellow one under a yellow card, or when a
    /// clock of it has come to the ladder's bulletin rung. `nil` for one that is in order.
    public func bulletinList(under rules: MatterRules) -> (list: BulletinOrder.List, dueAt: Timestamp)? {
        guard !state.isEnded else { return nil }
        let late = [(ClockName.receive, receive), (.report, report), (.resolve, resolve)].compactMap { name, clock in
            clock.flatMap { $0.overdueAt != nil && $0.metAt == nil ? (name, $0) : nil }
        }
        let due = late.map(\.1.dueAt).min() ?? resolve?.dueAt ?? createdAt
        switch level {
        case .red: return (.red, due)
        case .yellow: return (.yellow, due)
        case .notice, nil:
            let isListed = late.contains { name, clock in
                rules.rulebook.ladder.rungs.filter { $0.watches(name) }.prefix(clock.rungs)
                    .contains { $0.deed == .bulletin }
            }
            return isListed ? (.yellow, due) : nil
        }
    }
}

/// A published bulletin.
public struct BulletinRecord: Sendable, Equatable {
    public var id = UUID.none
    public var number = ""
    public var period = BulletinPeriod.weekly
    public var fromAt = Timestamp(microseconds: 0)
    /// The moment it counts to, not included.
    public var untilAt = Timestamp(microseconds: 0)
    public var figures: [BulletinCount: Int] = [:]
    public var orders: [BulletinOrder] = []
    public var summary: String?
    public var version = 1
    /// When it was published.
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}
