/// How often an endpoint may be sent to.
struct RateLimit: Sendable, Equatable {
    /// A burst and a steady flow after it. In any `seconds` there are at most `burst + refill`: what stands in the bucket
    /// at the start, and what flows in meanwhile.
    struct Window: Sendable, Equatable {
        var burst: Int
        var refill: Int
        var seconds: Int
        /// How much of the burst only the urgent may take.
        var kept: Int
    }

    var windows: [Window]

    init(_ windows: [Window]) { self.windows = windows }

    /// Robots allowed 20 a minute: 6 at once and 12 a minute, 3 kept for the urgent.
    static let robot = RateLimit([Window(burst: 6, refill: 12, seconds: 60, kept: 3)])

    /// A limit that an endpoint named itself, in requests a minute: never more in any minute.
    static func perMinute(_ count: Int) -> RateLimit {
        let count = max(1, min(count, 1_000_000))
        let burst = max(1, count / 3)
        return RateLimit([
            Window(burst: burst, refill: max(1, count - burst), seconds: 60, kept: burst > 3 ? burst / 4 : 0)
        ])
    }

    /// A share of it, for replays: a quarter by `share(4)`. Never more than the part, never less than one burst of one.
    func share(_ part: Int) -> RateLimit {
        RateLimit(
            windows.map {
                Window(
                    burst: max(1, $0.burst / part), refill: $0.refill, seconds: $0.seconds * part,
                    kept: 0)
            })
    }
}
