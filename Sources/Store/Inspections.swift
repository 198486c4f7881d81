import Domain
import Foundation
import Postgres

/// Checks by visits and calls.
extension Work {
    public mutating func add(_ inspection: Inspection) {
        writes.append(Table.inspections.insert([inspection], into: district))
        let sample = Work.rows(inspection, inspection.sample)
        if !sample.isEmpty { writes.append(Table.inspectedMatters.insert(sample, into: district)) }
        add(findings: inspection.findings, after: 0, to: inspection)
    }

    /// - Parameter known: how many findings are stored already.
    public mutating func save(_ inspection: Inspection, known: Int) {
        writes.append(Table.inspections.update([inspection], in: district))
        let sample = Work.rows(inspection, inspection.sample)
        if !sample.isEmpty { writes.append(Table.inspectedMatters.update(sample, in: district)) }
        add(findings: Array(inspection.findings.dropFirst(known)), after: known, to: inspection)
    }

    private mutating func add(findings: [InspectionFinding], after known: Int, to inspection: Inspection) {
        let rows = findings.enumerated().map {
            Inspected(inspection: inspection.id, place: known + $0.offset + 1, value: $0.element)
        }
        if !rows.isEmpty { writes.append(Table.inspectionFindings.insert(rows, into: district)) }
    }

    private static func rows(_ inspection: Inspection, _ sample: [SampledMatter]) -> [Inspected<SampledMatter>] {
        sample.enumerated().map { Inspected(inspection: inspection.id, place: $0.offset + 1, value: $0.element) }
    }

    /// Locks an inspection and reads it whole; `nil` when there is none of that id.
    public func lockInspection(_ id: UUID) async throws -> Inspection? {
        let rows = try await transaction.query(
            """
            SELECT \(sql: Table.inspections.selected("i")) FROM whistle.inspections AS i
            WHERE i.district_id = \(district) AND i.id = \(id) FOR UPDATE
            """)
        let parts = try await transaction.pipeline(Store.inspectionParts([id], district))
        return try Store.assemble(inspections: rows, parts).first
    }

    /// Draws a sample of the matters closed in a span, its end left out; see `SampleDraw` for the rule.
    /// - Returns: the sample in the order of the draw, and how many it was drawn from.
    public func drawSample(
        _ size: Int, seed: Int, from first: Timestamp, to last: Timestamp, township: String?
    ) async throws -> (sample: [UUID], population: Int) {
        let own: SQL = township.map { " AND w.township = \($0)" } ?? ""
        let closed: SQL = """
            FROM whistle.whistles AS w WHERE w.district_id = \(district) AND w.state = 'closed'
            AND w.closed_at >= \(first) AND w.closed_at < \(last)\(sql: own)
            """
        let answers = try await transaction.pipeline([
            "SELECT count(*) \(sql: closed)",
            """
            SELECT w.id \(sql: closed)
            ORDER BY sha256(convert_to(\(String(seed)) || ':' || w.id::text, 'UTF8')), w.id LIMIT \(size)
            """,
        ])
        return (try answers[1].map { try $0.decode(0) }, try answers[0].first?.decode(0) ?? 0)
    }
}

extension Store {
    /// What a list of inspections is narrowed by; `nil` takes all.
    public struct InspectionFilter: Sendable {
        public var method: InspectionMethod?
        public var organization: String?
        public var since: Timestamp?
        public var until: Timestamp?
        /// Only those about this township.
        public var viewer: String?

        public init() {}
    }

    /// Inspections with their samples and findings, newest first.
    public func inspections(
        _ filter: InspectionFilter, id: UUID? = nil, before: UUID? = nil, limit: Int, in district: String
    ) async throws -> [Inspection] {
        var sql: SQL = """
            SELECT \(sql: Table.inspections.selected("i")) FROM whistle.inspections AS i
            WHERE i.district_id = \(district)\(sql: filter.conditions)
            """
        if let id { sql = sql + " AND i.id = \(id)" }
        if let before { sql = sql + " AND i.id < \(before)" }
        let rows = try await read(district, sql + " ORDER BY i.id DESC LIMIT \(limit)")
        let ids = try rows.map { try $0.decode(0, as: UUID.self) }
        guard !ids.isEmpty else { return [] }
        return try Store.assemble(
            inspections: rows, try await read(district, Store.inspectionParts(ids, district)))
    }

    /// What all inspections of a list come to, whatever its pages.
    public func inspectionTotals(_ filter: InspectionFilter, in district: String) async throws -> InspectionTotals {
        let chosen: SQL = """
            (SELECT i.id FROM whistle.inspections AS i WHERE i.district_id = \(district)\(sql: filter.conditions))
            """
        let answers = try await read(
            district,
            [
                """
                SELECT count(*), coalesce(sum(i.households), 0)::bigint, coalesce(sum(i.calls), 0)::bigint
                FROM whistle.inspections AS i WHERE i.district_id = \(district)\(sql: filter.conditions)
                """,
                """
                SELECT count(*) FROM whistle.inspection_findings AS f
                WHERE f.district_id = \(district) AND f.inspection_id IN \(sql: chosen)
                """,
                """
                SELECT count(*), count(*) FILTER (WHERE m.reached), count(*) FILTER (WHERE m.solved),
                    count(*) FILTER (WHERE m.reopened)
                FROM whistle.inspected_matters AS m
                WHERE m.district_id = \(district) AND m.inspection_id IN \(sql: chosen)
                """,
            ])
        var totals = InspectionTotals()
        guard let sums = answers[0].first, let findings = answers[1].first, let sampled = answers[2].first else {
            return totals
        }
        totals.inspections = try sums.decode(0)
        totals.households = try sums.decode(1)
        totals.calls = try sums.decode(2)
        totals.findings = try findings.decode(0)
        totals.sampled = try sampled.decode(0)
        totals.reached = try sampled.decode(1)
        totals.solved = try sampled.decode(2)
        totals.reopened = try sampled.decode(3)
        return totals
    }

    /// The numbers and titles of whistles, for those that name them by id.
    public func whistleNames(
        _ ids: [UUID], in district: String
    ) async throws -> [UUID: (number: String, title: String)] {
        let rows = try await read(
            district,
            """
            SELECT w.id, w.number, w.title FROM whistle.whistles AS w
            WHERE w.district_id = \(district) AND w.id = ANY(\(ids))
            """)
        var names: [UUID: (number: String, title: String)] = [:]
        for row in rows { names[try row.decode(0)] = (try row.decode(1), try row.decode(2)) }
        return names
    }

    static func inspectionParts(_ ids: [UUID], _ district: String) -> [SQL] {
        [
            """
            SELECT \(sql: Table.inspectedMatters.selected("m")) FROM whistle.inspected_matters AS m
            WHERE m.district_id = \(district) AND m.inspection_id = ANY(\(ids)) ORDER BY m.inspection_id, m.place
            """,
            """
            SELECT \(sql: Table.inspectionFindings.selected("f")) FROM whistle.inspection_findings AS f
            WHERE f.district_id = \(district) AND f.inspection_id = ANY(\(ids)) ORDER BY f.inspection_id, f.place
            """,
        ]
    }

    static func assemble(inspections: Rows, _ parts: [Rows]) throws -> [Inspection] {
        let sampled = Dictionary(
            grouping: try parts[0].map {
                try Table.inspectedMatters.read(
                    $0, into: Inspected(inspection: UUID.none, place: 0, value: SampledMatter(whistleID: UUID.none)))
            }, by: \.inspection)
        let findings = Dictionary(
            grouping: try parts[1].map {
                try Table.inspectionFindings.read(
                    $0, into: Inspected(inspection: UUID.none, place: 0, value: InspectionFinding("")))
            }, by: \.inspection)
        return try inspections.map { row in
            var inspection = try Table.inspections.read(row, into: Inspection())
            inspection.sample = (sampled[inspection.id] ?? []).map(\.value)
            inspection.findings = (findings[inspection.id] ?? []).map(\.value)
            return inspection
        }
    }
}

extension Store.InspectionFilter {
    fileprivate var conditions: SQL {
        var sql: SQL = ""
        if let method { sql = sql + " AND i.method = \(method)" }
        if let organization { sql = sql + " AND i.organization = \(organization)" }
        if let since { sql = sql + " AND i.created_at >= \(since)" }
        if let until { sql = sql + " AND i.created_at <= \(until)" }
        if let viewer { sql = sql + " AND i.township = \(viewer)" }
        return sql
    }
}
