/// The limits of one kind of whistle.
public struct Limits: Sendable, Equatable {
    /// From dispatch, each order.
    public var receive: Limit
    public var report: Limit
    public var resolve: Limit
    /// From dispatch, the whole whistle.
    public var total: Limit
    /// From raising to the last review; `nil`: no clock.
    public var review: Limit?
    /// From an accepted review to the dispatch (in 江东 3 working days); `nil`: no clock.
    public var handOver: Limit?

    public init(
        receive: Limit, report: Limit, resolve: Limit, total: Limit, review: Limit? = nil, handOver: Limit? = nil
    ) {
        self.receive = receive
        self.report = report
        self.resolve = resolve
        self.total = total
        self.review = review
        self.handOver = handOver
    }

    /// What applies where a district publishes no limits of its own.
    public static func standard(for kind: WhistleKind) -> Limits {
        switch kind {
        case .routine:
            Limits(
                receive: Limit(1, .workingDays), report: Limit(3, .workingDays), resolve: Limit(7, .workingDays),
                total: Limit(10, .workingDays))
        case .priority:
            Limits(
                receive: Limit(4, .workingHours), report: Limit(1, .workingDays), resolve: Limit(5, .workingDays),
                total: Limit(7, .workingDays))
        case .emergency:
            Limits(
                receive: Limit(10, .minutes), report: Limit(30, .minutes), resolve: Limit(1440, .minutes),
                total: Limit(1440, .minutes))
        }
    }
}
