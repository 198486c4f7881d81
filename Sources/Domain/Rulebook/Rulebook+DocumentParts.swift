import JSON

extension Limit {
    var document: JSON { ["amount": .integer(amount), "unit": .string(unit.rawValue)] }
}

extension NumberPrefixes {
    var document: JSON { ["whistle": .string(whistle), "item": .string(item), "meeting": .string(meeting)] }
}

extension OfficeHours {
    var document: JSON {
        [
            "spans": .strings(spans.map { Self.text($0.lowerBound) + "-" + Self.text($0.upperBound) }),
            "close_of_business": .string(Self.text(closeOfBusiness)),
        ]
    }

    /// `09:00`; whole minutes are all that a rulebook can say.
    private static func text(_ second: Int) -> String { pad(second / 3600) + ":" + pad(second / 60 % 60) }
}

extension ReviewCadence {
    var document: JSON {
        .members([
            ("rhythm", .string(rhythm.rawValue)), ("day", day.map(JSON.integer)),
            ("special_any_time", .bool(specialAnyTime)),
        ])
    }
}

extension ExtensionPolicy {
    var document: JSON { .members([("count", .orUnlimited(count)), ("total", total?.document)]) }
}

extension AttachmentLimits {
    var document: JSON { ["count": .integer(count), "mebibytes": .integer(mebibytes)] }
}

extension SuspensionPolicy {
    var document: JSON { .members([("allowed", .bool(allowed)), ("maximum", maximum?.document)]) }
}

extension Limits {
    var document: JSON {
        .members([
            ("receive", receive.document), ("report", report.document), ("resolve", resolve.document),
            ("total", total.document), ("review", review?.document), ("hand_over", handOver?.document),
        ])
    }
}

extension Rung {
    var document: JSON {
        let (deed, level): (String, SupervisionLevel?) =
            switch self.deed {
            case .remind: ("remind", nil)
            case .overdue: ("overdue", nil)
            case .urge: ("urge", nil)
            case .supervise(let level): ("supervise", level)
            case .bulletin: ("bulletin", nil)
            }
        let point: JSON =
            switch at {
            case .share(let share): ["share": .integer(share)]
            case .after(let limit): ["after": limit.document]
            case .opening(let days): ["opening": .integer(days)]
            }
        let watched = clocks.map { clocks in ClockName.allCases.filter(clocks.contains).map(\.rawValue) }
        return .members([
            ("name", .string(name)), ("at", point), ("do", .string(deed)),
            ("level", level.map { .string($0.rawValue) }), ("clocks", watched.map(JSON.strings)),
            ("to", .strings(to.map(\.rawValue))),
        ])
    }
}

extension PointScale {
    var document: JSON {
        .members(
            [("session", session == .zero ? nil : session.document)]
                + Grade.allCases.map { grade in (grade.rawValue, grades[grade]?.document) })
    }
}

extension Points {
    /// The nearest double prints as the same two decimals again.
    var document: JSON { hundredths % 100 == 0 ? .integer(hundredths / 100) : .number(Double(hundredths) / 100) }
}

extension EvaluationRules {
    var document: JSON {
        [
            "grades": .strings(grades.map(\.rawValue)),
            "evaluators": .strings(evaluators.map(\.rawValue)),
            "basically_satisfied_weight": .integer(basicallySatisfiedWeight),
            "points": .sorted(points.map { ($0.key.rawValue, $0.value.document) }),
        ]
    }
}

extension MeetingRules {
    var document: JSON {
        .members([
            ("six_step", .bool(sixStep)),
            ("joint_signers", .sorted(jointSigners.map { ($0.key.rawValue, .integer($0.value)) })),
            ("reply", reply?.document), ("convene", convene?.document), ("triggers", triggers.document),
            ("hotspots", hotspots.document),
        ])
    }
}

extension HotspotRules {
    var document: JSON { ["count": .integer(count), "days": .integer(days)] }
}

extension MeetingTriggers {
    var document: JSON {
        [
            "departments": departments.map(JSON.integer) ?? "never",
            "returns": returns.map(JSON.integer) ?? "never",
            "rework_bound": .bool(reworkBound),
            "suspension": .bool(suspension),
            "hotspot": .bool(hotspot),
        ]
    }
}

extension ScoringRules {
    var document: JSON {
        [
            "weights": [
                "response": .integer(response), "resolution": .integer(resolution),
                "satisfaction": .integer(satisfaction),
            ],
            "peer_groups": .array(
                peerGroups.map {
                    ["code": .string($0.code), "name": .string($0.name), "members": .strings($0.members)]
                }),
            "balance": ["too_few": .integer(tooFew), "too_many": .integer(tooMany)],
        ]
    }
}

extension VisitPlan {
    /// The days of the week as they are written, Monday first.
    public static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    var document: JSON {
        let day: (String, JSON?) =
            switch self.day {
            case .weekly(let weekday): ("weekday", .string(Self.weekdays[weekday - 1]))
            case .monthly(let day): ("monthly_day", .integer(day))
            }
        return .members([
            ("code", .string(code)), ("name", .string(name)), day, ("units", .strings(units)),
            ("roll", .string(roll.rawValue)),
        ])
    }
}

extension ExcludedSubject {
    var document: JSON {
        [
            "code": .string(code), "name": .string(name), "categories": .strings(categories),
            "keywords": .strings(keywords), "divert_to": .string(divertTo), "advice": .string(advice),
        ]
    }
}

extension Category {
    var document: JSON {
        .members([
            ("code", .string(code)), ("name", .string(name)), ("triage", .string(triage.rawValue)),
            ("kind", kind.map { .string($0.rawValue) }), ("lead", JSON(lead)), ("assisting", .strings(assisting)),
            ("routes", .array(routes.map(\.document))),
        ])
    }
}

extension CategoryRoute {
    var document: JSON {
        .members([
            ("name", .string(name)), ("township", township.map(JSON.string)), ("area", area.map(JSON.string)),
            ("kind", kind.map { .string($0.rawValue) }), ("lead", .string(lead)), ("assisting", .strings(assisting)),
        ])
    }
}
