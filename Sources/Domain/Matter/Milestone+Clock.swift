import Foundation
import JSON

/// A milestone's own clock: told soon, found missed, chased; each once, at its own time.
extension Milestone {
    /// Where no rung reminds, those who answer for it are reminded a day before it is due.
    private static let reminderSeconds: Int64 = 86_400

    /// Works out when it reminds. The share is that of the ladder's last reminder, measured in office time as the
    /// departments' other work is.
    public mutating func start(under rules: MatterRules) {
        let shares = rules.rulebook.ladder.rungs.compactMap { rung -> Int? in
            if case .share(let share) = rung.at, rung.deed == .remind { share } else { nil }
        }
        let soon =
            shares.max().map { rules.deadlines.moment(share: $0, of: createdAt, to: dueAt, unit: .workingDays) }
            ?? dueAt.adding(seconds: -Self.reminderSeconds)
        soonAt = soon > createdAt && soon < dueAt ? soon : nil
        nextAt = soonAt ?? dueAt
    }

    /// Whether it was done, or is still undone, after its time.
    public var isLate: Bool { missedAt != nil || doneAt.map { $0 > dueAt } ?? false }

    /// Does what is due by now, in the order of time; each event has its own time.
    public mutating func fire(by now: Timestamp, under rules: MatterRules) -> [(type: EventType, at: Timestamp)] {
        var told: [(type: EventType, at: Timestamp)] = []
        while state != .done, let due = nextAt, due <= now {
            if state == .missed {
                told.append((.milestoneChased, due))
                nextAt = nil
            } else if due < dueAt {
                told.append((.milestoneDueSoon, due))
                nextAt = dueAt
            } else {
                state = .missed
                missedAt = dueAt
                told.append((.milestoneMissed, dueAt))
                nextAt = Self.chase(after: dueAt, rules.deadlines)
            }
        }
        if !told.isEmpty { version += 1 }
        return told
    }

    /// 催办: when offices open on the first working day after it was missed, as the standard ladder does for clocks.
    private static func chase(after due: Timestamp, _ rules: DeadlineRules) -> Timestamp {
        let day = rules.calendar.nextWorkingDay(after: rules.zone.date(due))
        return max(due, rules.zone.moment(day, second: rules.hours.spans.first?.lowerBound ?? 0))
    }

    /// Done now, late or not; nothing is due any more.
    public mutating func complete(note: String?, at now: Timestamp) {
        state = .done
        self.note = note
        doneAt = now
        nextAt = nil
        version += 1
    }
}

extension Meeting {
    /// The event about one of the meeting's milestones.
    /// - Parameter seats: the organizations that see every whistle on a table they are invited to.
    public func event(
        _ type: EventType, _ milestone: Milestone, at moment: Timestamp? = nil, seats: Set<String>, note: String? = nil
    ) -> Event {
        let place = whistles.first { $0.whistleID == milestone.whistleID }
        return Event(
            type, milestone: milestone, at: moment, audience: place.map { audience(of: $0, seats: seats) },
            detail: [
                "title": .string(milestone.title), "due_at": .string(milestone.dueAt.canonical),
                "organization": .string(milestone.organization), "late": .bool(milestone.isLate), "note": JSON(note),
            ])
    }
}
