import Glibc

/// A point on the clock that never goes backwards, in nanoseconds.
struct MonotonicTime: Comparable, Sendable {
    let nanoseconds: Int64

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Adds a duration, capped at a century so that absurd configurations don't overflow.
    func advanced(by duration: Duration) -> MonotonicTime {
        let seconds = min(max(duration.components.seconds, 0), 3_000_000_000)
        let fraction = max(duration.components.attoseconds, 0) / 1_000_000_000
        return MonotonicTime(nanoseconds: nanoseconds + seconds * 1_000_000_000 + fraction)
    }

    /// The milliseconds until then, rounded up so that a wait never ends just before its time; 0 if it is over.
    func milliseconds(from now: MonotonicTime) -> Int32 {
        Int32(clamping: max(0, (nanoseconds - now.nanoseconds + 999_999) / 1_000_000))
    }
}
