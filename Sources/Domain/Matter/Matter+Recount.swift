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
    /// Counts the open clocks anew after a year's notice was loaded: the limit from its start, what pauses gave back on
    /// top, a sitting in its month. A due time that somebody set (an extension, a meeting's date) stays.
    /// - Parameter old: the same rulebook, as time was counted before.
    /// - Returns: what moved.
    public mutating func recount(from old: MatterRules, at moment: Moment) -> [MovedClock] {
        var moved: [MovedClock] = []
        func recounted(_ name: ClockName, _ clock: Clock?, order: String?, isSet: Bool = false) -> Clock? {
            guard var clock, clock.metAt == nil, !isSet else { return clock }
            let sitting = name == .review ? rules.sitting(for: clock.dueAt, under: old) : nil
            let counted = rules.limit(name, kind: whistle.kind).flatMap {
                rules.deadlines.recounted(clock, $0, from: old.deadlines)
            }
            guard let due = isBeforeSitting && name == .review ? sitting : counted, due != clock.dueAt else {
                return clock
            }
            moved.append(
                MovedClock(whistle: whistle.number, order: order, clock: name, from: clock.dueAt, to: due))
            clock.moveDue(to: due, at: moment.business)
            return clock
        }
        whistle.review = recounted(.review, whistle.review, order: nil)
        whistle.handOver = recounted(.handOver, whistle.handOver, order: nil)
        whistle.reply = recounted(.reply, whistle.reply, order: nil)
        whistle.convene = recounted(.convene, whistle.convene, order: nil)
        whistle.total = recounted(.total, whistle.total, order: nil, isSet: whistle.isTotalSet)
        for order in orders where order.state.isLive {
            let receive = recounted(.receive, order.receive, order: order.number)
            let report = recounted(.report, order.report, order: order.number)
            let resolve = recounted(.resolve, order.resolve, order: order.number, isSet: order.isResolveSet)
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

    /// Whether its review is due at a sitting.
    public var isBeforeSitting: Bool {
        whistle.reviewer == .commandCentre && rules.rulebook.reviewCadence.isAwaited(by: whistle.kind)
    }
}
