/// A day that a deadline passed over.
public struct DayOff: Sendable, Equatable {
    /// The reason given for a Saturday or Sunday outside any holiday.
    public static let weekend = "周末"

    public var date: LocalDate
    /// The holiday's name, or `weekend`.
    public var reason: String
    /// The year's notice; `nil` in a provisional year.
    public var notice: String?

    public init(date: LocalDate, reason: String, notice: String?) {
        self.date = date
        self.reason = reason
        self.notice = notice
    }
}
