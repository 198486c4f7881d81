import Glibc

/// Looks again and again, less often with time, up to a bound. The state of a process that is not our child cannot be
/// waited for.
struct Patience {
    private let end: ContinuousClock.Instant
    private var microseconds: UInt32 = 5_000

    init(bound: Duration) {
        end = .now + bound
    }

    /// Blocks its thread a little; `false` when the time is up.
    mutating func pause() -> Bool {
        guard ContinuousClock.now < end else { return false }
        usleep(microseconds)
        microseconds = min(microseconds * 5 / 4, 200_000)
        return true
    }
}
