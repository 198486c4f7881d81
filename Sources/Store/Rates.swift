import Domain
import Foundation
import Postgres

/// What was counted under one key of a scoreboard.
public struct KeyedTally: Sendable {
    public var key: String
    public var tally: Tally
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
    ) async throws -> [KeyedTally] {
        let results = try await read(
            district,
            [
                subject == .department
                    ? Store.shares(period, district) : Store.wholes(Store.key(of: subject, period), period, district),
                Store.rulings(
                    subject == .department ? "p.department" : Store.key(of: subject, period), period, district),
            ])
        var found: [String: Tally] = [:]
        for row in results[0] {
            var tally = Tally()
            for (place, path) in Store.counted.enumerated() { tally[keyPath: path] = try row.decode(place + 1) }
            found[try row.decode(0), default: Tally()] += tally
        }
        for row in results[1] {
            let key: String = try row.decode(0)
            found[key, default: Tally()].returns += try row.decode(1)
            found[key, default: Tally()].unjustReturns += try row.decode(2)
        }
        return found.map { KeyedTally(key: $0.key, tally: $0.value) }
    }

    /// The newest version of the rulebook that a matter of the period runs under; `nil` without matters.
    public func newestRulebook(of period: RatePeriod, in district: String) async throws -> Int? {
        let rows = try await read(
            district,
            """
            SELECT max(w.rulebook_version)::int8 FROM whistle.whistles AS w
            WHERE w.district_id = \(district) AND \(sql: Store.counts(in: period))
            """)
        return try rows.first?.decodeIfPresent(0, as: Int.self)
    }

    /// The figures in the order of the statements' columns.
    private static var counted: [WritableKeyPath<Tally, Int> & Sendable] {
        [
            \.filed, \.needless, \.due, \.suspended, \.answered, \.closed, \.onTime, \.running, \.revisits, \.solved,
            \.satisfied, \.basicallySatisfied,
        ]
    }

    /// The index's own expression.
    private static func counts(in period: RatePeriod) -> SQL {
        """
        coalesce(w.total_due_at, w.created_at) >= \(period.from)
        AND coalesce(w.total_due_at, w.created_at) < \(period.until)
        """
    }

    private static func key(of subject: RateSubject, _ period: RatePeriod) -> SQL {
        switch subject {
        case .department: "o.department"
        case .township: "w.township"
        case .category: "w.category"
        case .month:
            "to_char(coalesce(w.total_due_at, w.created_at) AT TIME ZONE \(period.zone), 'YYYY-MM')"
        }
    }

    private static let revisit: SQL = """
        SELECT e.grade, e.solved FROM whistle.evaluations AS e
        WHERE e.district_id = w.district_id AND e.whistle_id = w.id AND e.valid AND e.evaluator <> 'raiser'
        ORDER BY e.at DESC, e.id DESC LIMIT 1
        """

    /// Whole matters, each answered for by its lead.
    private static func wholes(_ key: SQL, _ period: RatePeriod, _ district: String) -> SQL {
        """
        WITH counted AS (
            SELECT \(sql: key) AS key, lead.answered, r.grade, r.solved,
                w.state = 'closed' AS closed, w.total_met_at <= w.total_due_at AS in_time,
                w.total_due_at >= \(period.now) AS ahead,
                w.state IN ('declined', 'withdrawn') OR w.corrections > 0 AS needless,
                w.total_due_at IS NOT NULL AND w.state NOT IN ('declined', 'diverted', 'merged', 'withdrawn') AS due,
                w.suspended_at IS NOT NULL AS suspended
            FROM whistle.whistles AS w
            LEFT JOIN LATERAL (
                SELECT o.report_met_at <= o.report_due_at AS answered FROM whistle.orders AS o
                WHERE o.district_id = w.district_id AND o.whistle_id = w.id AND o.role = 'lead'
                AND o.state NOT IN ('rerouted', 'cancelled') ORDER BY length(o.number), o.number LIMIT 1
            ) AS lead ON true
            LEFT JOIN LATERAL (\(sql: revisit)) AS r ON true
            WHERE w.district_id = \(district) AND \(sql: counts(in: period))
        ) \(sql: figures)
        """
    }

    /// Each queue's share.
    private static func shares(_ period: RatePeriod, _ district: String) -> SQL {
        """
        WITH counted AS (
            SELECT o.department AS key, o.report_met_at <= o.report_due_at AS answered, r.grade, r.solved,
                o.state = 'closed' AS closed, o.resolve_met_at <= o.resolve_due_at AS in_time,
                o.resolve_due_at >= \(period.now) AS ahead, false AS needless,
                o.state NOT IN ('rerouted', 'cancelled')
                    AND w.state NOT IN ('declined', 'diverted', 'merged', 'withdrawn') AS due,
                o.state = 'suspended' AS suspended
            FROM whistle.whistles AS w
            JOIN whistle.orders AS o ON o.district_id = w.district_id AND o.whistle_id = w.id
            LEFT JOIN LATERAL (\(sql: revisit)) AS r ON true
            WHERE w.district_id = \(district) AND \(sql: counts(in: period))
        ) \(sql: figures)
        """
    }

    private static let figures: SQL = """
        SELECT c.key, count(*), count(*) FILTER (WHERE c.needless),
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

    private static func rulings(_ key: SQL, _ period: RatePeriod, _ district: String) -> SQL {
        """
        SELECT \(sql: key), count(*), count(*) FILTER (WHERE p.decision = 'uphold')
        FROM whistle.whistles AS w
        JOIN whistle.precedents AS p ON p.district_id = w.district_id AND p.whistle_id = w.id
        WHERE w.district_id = \(district) AND \(sql: counts(in: period)) GROUP BY 1
        """
    }
}
