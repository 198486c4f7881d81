import Foundation
import JSON

/// A clock that was due at another time before the calendar changed.
public struct MovedClock: Sendable, Equatable {
    public var whistle: String
    /// The order's number; `nil` for one of the whistle's own clocks.
    public var order: String?
    public var clock: ClockName
    public var from: Timestamp
    public var to: Timestamp
}

extension Matter {
    /// Counts the open clocks anew after a year's notice was loaded. A due time that was not the limit's own (an extension,
    /// a pause, a meeting's date) stays.
    /// - Parameter old: how the limits were counted before.
    /// - Returns: what moved.
    public mutating func recount(from old: DeadlineRules) -> [MovedClock] {
        var moved: [MovedClock] = []
        func recounted(_ name: ClockName, _ clock: Clock?, order: String?) -> Clock? {
            guard var clock, clock.metAt == nil, let limit = rules.limit(name, kind: whistle.kind),
                clock.dueAt == old.due(from: clock.startedAt, limit)
            else { return clock }
            let due = rules.deadlines.due(from: clock.startedAt, limit)
            guard due != clock.dueAt else { return clock }
            moved.append(
                MovedClock(whistle: whistle.number, order: order, clock: name, from: clock.dueAt, to: due))
            clock.dueAt = due
            return clock
        }
        whistle.review = recounted(.review, whistle.review, order: nil)
        whistle.handOver = recounted(.handOver, whistle.handOver, order: nil)
        whistle.reply = recounted(.reply, whistle.reply, order: nil)
        whistle.total = recounted(.total, whistle.total, order: nil)
        for order in orders where order.state.isLive {
            let receive = recounted(.receive, order.receive, order: order.number)
            let report = recounted(.report, order.report, order: order.number)
            let resolve = recounted(.resolve, order.resolve, order: order.number)
            guard receive != order.receive || report != order.report || resolve != order.resolve else { continue }
            change(order.id) {
                $0.receive = receive
                $0.report = report
                $0.resolve = resolve
            }
        }
        guard !moved.isEmpty else { return [] }
        whistle.escalateAt = nil
        tell(
            .whistleDeadlinesMoved,
            [
                "clocks": .array(
                    moved.map {
                        [
                            "order": JSON($0.order), "clock": .string($0.clock.rawValue),
                            "from": .string($0.from.canonical), "to": .string($0.to.canonical),
                        ]
                    })
            ])
        return moved
    }
}
