import Domain
import Store

extension Broker {
    /// How often something was heard, month by month, against the same days a year before.
    /// - Parameter channel: `nil` for all.
    public func trend(
        of channel: Channel?, township: String? = nil, in days: ClosedRange<LocalDate>, for caller: Caller
    ) async throws -> Trend {
        let district = try await districts.district(caller.district)
        let channels = channel.map { [$0] } ?? Channel.allCases
        func heard(_ days: ClosedRange<LocalDate>) async throws -> [LocalMonth: Int] {
            let period = RatePeriod(days, in: district)
            let counts = try await store.itemsHeard(
                through: channels, township: township, from: period.from, until: period.until, zone: period.zone,
                in: district.code)
            return Dictionary(counts.compactMap { month, count in LocalMonth(month).map { ($0, count) } }) { $1 }
        }
        let before = try await heard(days.lowerBound.yearBefore...days.upperBound.yearBefore)
        return Trend(
            days, counts: try await heard(days), before: before.values.reduce(0, +),
            today: district.zone.date(district.now().business))
    }
}
