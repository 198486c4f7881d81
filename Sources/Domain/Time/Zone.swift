import Foundation

/// A district's time zone.
public struct Zone: Sendable, Equatable {
    public var identifier: String
    private let zone: TimeZone
    /// Set where the zone's rules never change from 1992 on: asking Foundation costs a microsecond a time, and a raised
    /// whistle asks a dozen times.
    private let fixedOffset: Int?
    /// 1992-01-01, in seconds since 1970.
    private static let fixedSince: Int64 = 694_224_000

    /// `nil` for a name that the time zone database does not hold.
    public init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
        let start = Date(timeIntervalSince1970: Double(Zone.fixedSince))
        fixedOffset = zone.nextDaylightSavingTimeTransition(after: start) == nil ? zone.secondsFromGMT(for: start) : nil
    }

    /// Seconds east of Greenwich at that moment.
    public func offset(at moment: Timestamp) -> Int {
        if let fixedOffset, moment.microseconds > Zone.fixedSince * 1_000_000 { return fixedOffset }
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
    /// Where clocks are put back and show it twice, the second time; where they are put forward over it, the moment of
    /// the change. So a later time of the wall clock is never an earlier moment.
    public func moment(_ date: LocalDate, second: Int) -> Timestamp {
        let local = Int64(date.daysSince1970) * 86_400 + Int64(second)
        if let fixedOffset, local - Int64(fixedOffset) > Zone.fixedSince {
            return Timestamp(seconds: local - Int64(fixedOffset))
        }
        // No zone is a whole day off Greenwich, so a change of offset that matters lies between these two.
        let before = offset(at: Timestamp(seconds: local - 86_400))
        let after = offset(at: Timestamp(seconds: local + 86_400))
        let late = Timestamp(seconds: local - Int64(after))
        if before == after || offset(at: late) == after { return late }
        let early = Timestamp(seconds: local - Int64(before))
        return offset(at: early) == before ? early : change(after: late, through: early)
    }

    /// The day and the microseconds gone by on a wall clock that never runs backwards: where it is put back, it stands
    /// still until the hour that comes twice has come for the second time.
    func wall(_ moment: Timestamp) -> (date: LocalDate, microsecond: Int64) {
        let (date, second) = local(moment)
        let fraction = moment.microseconds - moment.seconds * 1_000_000
        if fixedOffset == nil || moment.seconds <= Zone.fixedSince {
            let again = self.moment(date, second: second)
            if again.seconds > moment.seconds {
                let (date, second) = local(change(after: moment, through: again))
                return (date, Int64(second) * 1_000_000)
            }
        }
        return (date, Int64(second) * 1_000_000 + fraction)
    }

    /// The first second with the offset of `last`, which `first` does not have.
    private func change(after first: Timestamp, through last: Timestamp) -> Timestamp {
        var low = first.seconds
        var high = last.seconds
        let offset = offset(at: last)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if self.offset(at: Timestamp(seconds: middle)) == offset { high = middle } else { low = middle }
        }
        return Timestamp(seconds: high)
    }
}
