/// A rest that may grow as an endpoint says again that it was asked too often.
struct ThrottlePause: Sendable, Equatable {
    /// Seconds.
    var first: Double
    var factor: Double = 1
    var most: Double = 86_400

    /// - Parameter times: how often in a row the endpoint has said so, from 1.
    func seconds(after times: Int) -> Double {
        // Whatever doubles has reached any bound after so many times.
        var wait = first
        for _ in 0..<max(0, min(times, 64) - 1) { wait = min(wait * factor, most) }
        return min(wait, most)
    }
}
