import Synchronization

/// Counts tokens that were none, per address and per prefix, in windows of a minute. Who tries more is told to wait: 256
/// random bits cannot be guessed, but a stolen prefix or a list of leaked tokens should not be tried in peace.
final class FailedAttempts: Sendable {
    private enum Key: Hashable {
        case address(String)
        case prefix(String)
    }

    private struct Count {
        var since: ContinuousClock.Instant
        var failures: Int
    }

    private static let window = Duration.seconds(60)
    /// More than this many addresses and prefixes are not remembered: whoever has more addresses is not stopped by counting.
    private static let capacity = 20_000

    /// So many are refused with 401 in a window; those beyond it with 429.
    private let allowed: Int
    private let counts = Mutex<[Key: Count]>([:])

    init(allowed: Int) { self.allowed = allowed }

    /// Notes an attempt.
    /// - Returns: seconds until another makes sense, where there were too many.
    func failed(address: String, prefix: String, at now: ContinuousClock.Instant = .now) -> Int? {
        counts.withLock { counts in
            if counts.count >= Self.capacity { counts = counts.filter { now - $0.value.since < Self.window } }
            var seconds: Int?
            for key in [Key.address(address), .prefix(prefix)] {
                var count = counts[key] ?? Count(since: now, failures: 0)
                if now - count.since >= Self.window { count = Count(since: now, failures: 0) }
                count.failures += 1
                if counts[key] != nil || counts.count < Self.capacity { counts[key] = count }
                guard count.failures > allowed else { continue }
                let left = (Self.window - (now - count.since)).components.seconds + 1
                seconds = max(seconds ?? 0, Int(left))
            }
            return seconds
        }
    }
}
