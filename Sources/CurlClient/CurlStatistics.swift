/// Counts of a client since its start; current as of each loop's last turn.
public struct CurlStatistics: Sendable, Hashable {
    /// Requests on the wire now.
    public internal(set) var inFlight = 0
    /// Requests waiting now for a place on the wire.
    public internal(set) var waiting = 0
    /// Requests that got a response, whatever its status.
    public internal(set) var answered = 0
    /// Requests that failed and were surely never sent.
    public internal(set) var neverSent = 0
    /// Requests that failed and may have reached the peer, cancelled ones among them.
    public internal(set) var unknown = 0
    /// Connections opened by requests that have ended since.
    public internal(set) var connections = 0

    static func + (left: CurlStatistics, right: CurlStatistics) -> CurlStatistics {
        var sum = left
        sum.inFlight += right.inFlight
        sum.waiting += right.waiting
        sum.answered += right.answered
        sum.neverSent += right.neverSent
        sum.unknown += right.unknown
        sum.connections += right.connections
        return sum
    }
}
