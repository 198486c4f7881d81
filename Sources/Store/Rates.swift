import Domain
import Foundation
import Postgres

/// What was counted in a period.
public struct CountedTallies: Sendable {
    public var tallies: [String: Tally] = [:]
    /// The newest version of the rulebook that a matter of the period runs under; `nil` without matters.
    public var newestRulebook: Int?

    public init() {}

    /// Adds what was counted in another period.
    public static func += (left: inout CountedTallies, right: CountedTallies) {
        for (key, tally) in right.tallies { left.tallies[key, default: Tally()] += tally }
        left.note(right.newestRulebook)
    }

    public mutating func note(_ version: Int?) {
        if let version { newestRulebook = max(newestRulebook ?? version, version) }
    }
}

/// The span of a scoreboard: from a moment to before another, and how far its matters have come.
public struct RatePeriod: Sendable {
    public var from: Timestamp
    public var until: Timestamp
    public var now: Timestamp
    /// The zone whose months are counted.
    public var zone: String

    public init(from: Timestamp, until: Timestamp, now: Timestamp, zone: String) {
        self.from = from
        self.until = until
        self.now = now
        self.zone = zone
    }
}

/// The scoreboard's figures, from the index of when matters count: what lies outside the period is not read.
extension Store {
    /// The tally of each key that has anything in the period.
    public func tallies(
        by subject: RateSubject, _ period: RatePeriod, in district: String
    ) async throws -> CountedTallies {
        let results = try await read(
            district,
            [Store.figures(by: subject, period, district), Store.rulings(by: subject, period, district)])
        var found = CountedTallies()
        for row in results[0] {
            var tally = Tally()
            for (place, path) in Store.counted.enumerated() { tally[keyPath: path] = try row.decode(place + 2) }
            found.tallies[try row.decode(0)] = tally
            found.note(try row.decode(1))
        }
        for row in results[1] {
            let key: String = try row.decode(0)
            found.tallies[key, default: Tally()].returns = try row.decode(1)
            found.tallies[key, default: Tally()].unjustReturns = try row.decode(2)
        }
        return found
    }

    static func figures(by subject: RateSubject, _ period: RatePeriod, _ district: String) -> SQL {
        subject == .department ? shares(period, district) : wholes(key(of: subject, period), period, district)
    }

    /// The figures in the order of the statements' columns.
    private static var counted: [WritableKeyPath<Tally, Int> & Sendable] {
        [
            \.filed, \.needless, \.due, \.suspended, \.answered, \.closed, \.onTime, \.running, \.revisits, \.solved,
            \.satisfied, \.basicallySatisfied,
        ]
    }

    /// When a matter counts: the index's own expression.
    static let countedAt: SQL = "CASE WHEN w.total_due_at IS NULL THEN w.created_at ELSE w.total_due_at END"

    static func counts(from: Timestamp, until: Timestamp) -> SQL {
        "\(sql: countedAt) >= \(from) AND \(sql: countedAt) < \(until)"
    }

    private static func key(of subject: RateSubject, _ period: RatePeriod) -> SQL {
        switch subject {
        case .department: "o.department"
        case .township: "w.township"
        case .category: "w.category"
        case .month: "to_char((\(sql: countedAt)) AT TIME ZONE \(period.zone), 'YYYY-MM')"
        }
    }

    /// Whole matters, each answered for by its lead.
    private static func wholes(_ key: SQL, _ period: RatePeriod, _ district: String) -> SQL {
        """
        WITH counted AS (
            SELECT \(sql: key) AS key, w.rulebook_version, w.answered, w.revisit_grade AS grade,
                w.revisit_solved AS solved, w.state = 'closed' AS closed, w.total_met_at <= w.total_due_at AS in_time,
                w.total_due_at >= \(period.now) AS ahead,
                w.state IN ('declined', 'withdrawn') OR w.corrections > 0 AS needless,
                w.total_due_at IS NOT NULL AND w.state NOT IN ('declined', 'diverted', 'merged', 'withdrawn') AS due,
                w.suspended_at IS NOT NULL AS suspended
            FROM whistle.whistles AS w
            WHERE w.district_id = \(district) AND \(sql: counts(from: period.from, until: period.until))
        ) \(sql: figures)
        """
    }

    /// Each queue's share.
    private static func shares(_ period: RatePeriod, _ district: String) -> SQL {
        """
        WITH counted AS (
            SELECT o.department AS key, w.rulebook_version, o.report_met_at <= o.report_due_at AS answered,
                w.revisit_grade AS grade, w.revisit_solved AS solved, o.state = 'closed' AS closed,
                o.resolve_met_at <= o.resolve_due_at AS in_time, o.resolve_due_at >= \(period.now) AS ahead,
                false AS needless,
                o.state NOT IN ('rerouted', 'cancelled')
                    AND w.state NOT IN ('declined', 'diverted', 'merged', 'withdrawn') AS due,
                o.state = 'suspended' AS suspended
            FROM whistle.whistles AS w
            JOIN whistle.orders AS o ON o.district_id = \(district) AND o.whistle_id = w.id
            WHERE w.district_id = \(district) AND \(sql: counts(from: period.from, until: period.until))
        ) \(sql: figures)
        """
    }

    private static let figures: SQL = """
        SELECT c.key, max(c.rulebook_version)::int8, count(*), count(*) FILTER (WHERE c.needless),
            count(*) FILTER (WHERE c.due), count(*) FILTER (WHERE c.due AND c.suspended),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.answered),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.closed),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.closed AND c.in_time),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND NOT c.closed AND c.ahead),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.grade IS NOT NULL),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.solved),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.grade = 'satisfied'),
            count(*) FILTER (WHERE c.due AND NOT c.suspended AND c.grade = 'basically_satisfied')
        FROM counted AS c GROUP BY c.key
        """

    private static func rulings(by subject: RateSubject, _ period: RatePeriod, _ district: String) -> SQL {
        """
        SELECT \(sql: subject == .department ? "p.department" : key(of: subject, period)), count(*),
            count(*) FILTER (WHERE p.decision = 'uphold')
        FROM whistle.whistles AS w
        JOIN whistle.precedents AS p ON p.district_id = \(district) AND p.whistle_id = w.id
        WHERE w.district_id = \(district) AND \(sql: counts(from: period.from, until: period.until)) GROUP BY 1
        """
    }
}
