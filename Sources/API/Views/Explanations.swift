import Domain
import JSON
import Synchronization

/// Explanations of deadlines as JSON text. One in working days depends on its starting day alone, so a day's thousand
/// whistles share one: computing it anew would cost more than the rest of an answer.
final class Explanations: Sendable {
    private struct Key: Hashable {
        let zone: String
        let day: Int
        let due: Timestamp
        let amount: Int
        let unit: TimeUnit
        let version: Int

        /// The due time tells nearly all of them apart.
        func hash(into hasher: inout Hasher) { hasher.combine(due.microseconds &+ Int64(day)) }
    }

    static let shared = Explanations()
    private static let capacity = 4096
    private let known = Mutex<[Key: [UInt8]]>([:])

    /// `{unit, amount, skipped, provisional}` of a clock: of where it is due now, moved or not.
    func json(_ limit: Limit, of clock: Clock, _ rules: MatterRules) -> JSON {
        let perDay = limit.unit == .workingDays
        let key = Key(
            zone: rules.deadlines.zone.identifier,
            day: perDay ? rules.deadlines.zone.date(clock.startedAt).daysSince1970 : 0, due: clock.dueAt,
            amount: limit.amount, unit: limit.unit,
            version: rules.rulebook.version)
        if perDay, let text = known.withLock({ $0[key] }) { return .encoded(text) }
        let text = Explanations.render(
            limit, rules.deadlines.explanation(from: clock.startedAt, to: clock.dueAt, unit: limit.unit)
        ).bytes
        if perDay {
            known.withLock { known in
                if known.count >= Explanations.capacity { known.removeAll() }
                known[key] = text
            }
        }
        return .encoded(text)
    }

    /// Of a review that is due at a sitting: `rhythm` says which, `amount` how many working days it is away from the start.
    func sitting(_ clock: Clock, _ rules: MatterRules) -> JSON {
        let deadline = rules.deadlines.explanation(from: clock.startedAt, to: clock.dueAt, unit: .workingDays)
        return [
            "unit": .string(TimeUnit.workingDays.rawValue),
            "amount": .integer(
                rules.deadlines.calendar.workingDays(
                    after: rules.deadlines.zone.date(clock.startedAt), through: rules.deadlines.zone.date(clock.dueAt))),
            "rhythm": .string(rules.rulebook.reviewCadence.rhythm.rawValue),
            "skipped": .array(deadline.skipped.map(\.json)), "provisional": .bool(deadline.provisional),
        ]
    }

    private static func render(_ limit: Limit, _ deadline: Deadline) -> JSON {
        [
            "unit": .string(limit.unit.rawValue), "amount": .integer(limit.amount),
            "skipped": .array(deadline.skipped.map(\.json)), "provisional": .bool(deadline.provisional),
        ]
    }
}

extension DayOff {
    var json: JSON { ["date": .string(date.text), "reason": .string(reason), "notice": JSON(notice)] }
}
