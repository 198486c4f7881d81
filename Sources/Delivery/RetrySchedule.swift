/// When a failed delivery is tried again: the schedule of Standard Webhooks, ±20 %, so that a crowd that failed together
/// does not come back together.
enum RetrySchedule {
    /// Seconds after the first, second … attempt.
    private static let waits: [Double] = [
        5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600,
    ]

    /// Seconds until the next attempt, or `nil` when that was the last one.
    /// - Parameter attempt: how many there were, from 1.
    static func wait(after attempt: Int, jitter: Double = .random(in: 0.8...1.2)) -> Double? {
        waits.indices.contains(attempt - 1) ? waits[attempt - 1] * jitter : nil
    }
}
