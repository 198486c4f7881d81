/// A due time and its explanation.
public struct Deadline: Sendable, Equatable {
    /// At most so many days are listed in `skipped`: some forty years of working days. A longer list explains nothing,
    /// and a request for a million days must not cost more than one for ten.
    public static let mostSkipped = 10_000

    public var dueAt: Timestamp
    /// The days off after the start and before the due day, the first `mostSkipped` of them; empty where time runs
    /// without regard to them (`minutes`).
    public var skipped: [DayOff]
    /// How many days off there are, also where not all are listed.
    public var skippedCount: Int
    /// Whether a day of a year without an official notice was counted.
    public var provisional: Bool
}
