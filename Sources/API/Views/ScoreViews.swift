import Broker
import Domain
import JSON

extension Scoreboard {
    var json: JSON {
        [
            "by": .string(table.subject.rawValue),
            "rulebook": ["id": .string(rulebook.id.text), "version": .integer(rulebook.version)],
            "what_if": .bool(isWhatIf), "items": .array(table.rows.map { $0.json(table) }),
        ]
    }
}

extension RateRow {
    /// Each side's assessment only where it is that side's: returns are the responder's, needless whistles the raiser's.
    fileprivate func json(_ table: RateTable) -> JSON {
        var members: [JSON.Member] = [
            .init("key", .string(key)), .init("name", .string(name)), .init("group", JSON(group)),
            .init("filed", .integer(tally.filed)), .init("due", .integer(tally.due)),
            .init("answered", .integer(tally.answered)), .init("response_rate", JSON(tally.responseRate)),
            .init("revisits", .integer(tally.revisits)), .init("solved", .integer(tally.solved)),
            .init("resolution_rate", JSON(tally.resolutionRate)), .init("satisfied", .integer(tally.satisfied)),
            .init("basically_satisfied", .integer(tally.basicallySatisfied)),
            .init("satisfaction_rate", JSON(tally.satisfactionRate(weight: table.basicallySatisfiedWeight))),
            .init("closed", .integer(tally.closed)), .init("closing_rate", JSON(tally.closingRate)),
            .init("on_time", .integer(tally.onTime)), .init("on_time_rate", JSON(tally.onTimeRate)),
            .init("suspended", .integer(tally.suspended)), .init("running", .integer(tally.running)),
            .init("score", JSON(score)), .init("rank", JSON(rank)),
            .init("returns", .integer(tally.returns)), .init("unjust_returns", .integer(tally.unjustReturns)),
        ]
        if table.subject != .department {
            members += [
                .init("needless", .integer(tally.needless)), .init("needless_rate", JSON(tally.needlessRate)),
            ]
        }
        if table.subject == .township {
            members += [.init("whistle_share", JSON(share)), .init("balance", JSON(balance?.rawValue))]
        }
        return .object(members)
    }
}

extension PointTable {
    var json: JSON {
        [
            "items": .array(
                rows.map { row in
                    [
                        "key": .string(row.key), "organization": .string(row.organization),
                        "sessions": .integer(row.sessions),
                        "tasks": .object(
                            Grade.allCases.map { .init($0.rawValue, .integer(row.tasks[$0] ?? 0)) }),
                        "points": .raw(row.points.description), "rank": .integer(row.rank),
                    ]
                })
        ]
    }
}

extension Trend {
    var json: JSON {
        [
            "months": .array(months.map { ["month": .string($0.month.text), "count": .integer($0.count)] }),
            "zero_streak": .integer(zeroStreak), "year_on_year": JSON(yearOnYear),
        ]
    }
}

extension JSON {
    /// A number with at most two decimals, written as it is, not as the nearest binary fraction.
    fileprivate init(_ percentage: Percentage?) { self = percentage.map { .raw($0.description) } ?? .null }
}
