import Foundation

/// A district's time zone.
public struct Zone: Sendable, Equatable {
    public var identifier: String
    private let zone: TimeZone
    /// Set where the zone's rules never change from 1992 on: asking Foundation costs a microsecond a time, and a raised
    /// whistle asks a dozen times.
    private let fixedOffset: Int?

    /// `nil` for a name that the time zone database does not hold.
    public init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
        let start = Date(timeIntervalSince1970: 694_224_000)
        fixedOffset = zone.nextDaylightSavingTimeTransition(after: start) == nil ? zone.secondsFromGMT(for: start) : nil
    }

    /// Seconds east of Greenwich at that moment.
    public func offset(at moment: Timestamp) -> Int {
        if let fixedOffset, moment.microseconds > 694_224_000_000_000 { return fixedOffset }
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.seconds)))
    }

    /// The local day and the seconds gone by since its midnight.
    public func local(_ moment: Timestamp) -> (date: LocalDate, second: Int) {
        let local = moment.seconds + Int64(offset(at: moment))
        let days = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        return (LocalDate(daysSince1970: days), Int(local - Int64(days) * 86_400))
    }

    public func date(_ moment: Timestamp) -> LocalDate { local(moment).date }

    /// The moment at which the wall clock shows that second of that day (86,400 is the midnight that ends it).
    public func moment(_ date: LocalDate, second: Int) -> Timestamp {
        let local = Int64(date.daysSince1970) * 86_400 + Int64(second)
        let guess = Timestamp(seconds: local - Int64(offset(at: Timestamp(seconds: local))))
        return Timestamp(seconds: local - Int64(offset(at: guess)))
    }
}
