/// Office hours made ready for counting: spans in order that do not touch, all inside one day.
struct OfficeDay: Sendable, Equatable {
    /// In microseconds since midnight.
    private(set) var spans: [Range<Int64>] = []
    /// Office time of one working day in microseconds; above 0 and at most a day.
    private(set) var length: Int64 = 0
    /// When a deadline in working days ends, in microseconds since midnight.
    let closeOfBusiness: Int64

    /// Hours that leave nothing of a day cannot be counted in: the whole day stands in for them, so that every count ends.
    init(_ hours: OfficeHours) {
        closeOfBusiness = Int64(min(max(hours.closeOfBusiness, 0), 86_400)) * 1_000_000
        let day: Range<Int64> = 0..<86_400_000_000
        let clamped = hours.spans.map { span in
            let low = Int64(min(max(span.lowerBound, 0), 86_400)) * 1_000_000
            return low..<max(low, Int64(min(max(span.upperBound, 0), 86_400)) * 1_000_000)
        }
        for span in clamped.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = spans.last, span.lowerBound <= last.upperBound {
                spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                spans.append(span)
            }
        }
        if spans.isEmpty { spans = [day] }
        length = spans.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) }
    }

    /// Office time from midnight until that microsecond of a working day.
    func gone(by microsecond: Int64) -> Int64 {
        var sum: Int64 = 0
        for span in spans where span.lowerBound < microsecond {
            sum += min(span.upperBound, microsecond) - span.lowerBound
        }
        return sum
    }

    /// The first microsecond of the day by which so much office time (above 0, at most `length`) has gone.
    func end(of time: Int64) -> Int64 {
        var left = time
        for span in spans {
            let room = span.upperBound - span.lowerBound
            if left <= room { return span.lowerBound + left }
            left -= room
        }
        return spans[spans.count - 1].upperBound
    }
}
