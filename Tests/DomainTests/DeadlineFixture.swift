import Calendars
import Domain
import Testing

/// What the tests of time have in common: the official calendar in Shanghai, times read from text, and random ones.
enum DeadlineFixture {
    static func rules(_ zone: String = "Asia/Shanghai", hours: OfficeHours = .standard) throws -> DeadlineRules {
        DeadlineRules(calendar: try OfficialCalendar.load(), zone: try #require(Zone(zone)), hours: hours)
    }

    /// Standard hours with business closing at midnight.
    static let midnight = OfficeHours(spans: OfficeHours.standard.spans, closeOfBusiness: 86_400)

    /// `2026-02-13 10:00` (seconds may follow) in Shanghai.
    static func at(_ text: String) throws -> Timestamp {
        let (date, time) = (text.prefix(10), text.dropFirst(11))
        return try #require(Timestamp(rfc3339: "\(date)T\(time)\(time.count == 5 ? ":00" : "")+08:00"))
    }

    static func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    /// Any microsecond from 2023 to 2027: years with a notice, and one without before and after them.
    static func moment(_ random: inout DeadlineRandom) -> Timestamp {
        Timestamp(microseconds: Int64.random(in: 1_672_502_400_000_000..<1_830_268_800_000_000, using: &random))
    }

    /// A whole minute of those years.
    static func minute(_ random: inout DeadlineRandom) -> Timestamp {
        Timestamp(seconds: moment(&random).seconds / 60 * 60)
    }
}
