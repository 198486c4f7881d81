import Domain
import Foundation
import Postgres

/// One whistle's lines of history, as the rates read them.
public struct WhistleHistory: Sendable {
    public var id: UUID
    /// When and what, oldest first.
    public var lines: [(at: Timestamp, body: String)] = []
}

/// Where a page of them ended.
public struct CountedBound: Sendable {
    public var at: Timestamp
    public var id: UUID
}

extension Store {
    /// The histories of whistles that count in a period, by when they count; the index says which, and no state is read.
    /// - Parameter after: where the page before ended.
    public func histories(
        from: Timestamp, until: Timestamp, after: CountedBound?, limit: Int, in district: String
    ) async throws -> (page: [WhistleHistory], next: CountedBound?) {
        var sql: SQL = """
            SELECT w.id, \(sql: Store.countedAt) AS at FROM whistle.whistles AS w
            WHERE w.district_id = \(district) AND \(sql: Store.counts(from: from, until: until))
            """
        if let after { sql = sql + " AND (\(sql: Store.countedAt), w.id) > (\(after.at), \(after.id))" }
        sql = sql + " ORDER BY \(sql: Store.countedAt), w.id LIMIT \(limit)"
        let found = try await read(district, sql)
        let ids = try found.map { try $0.decode(0, as: UUID.self) }
        guard let last = found.last else { return ([], nil) }
        let bound = CountedBound(at: try last.decode(1), id: try last.decode(0))
        let rows = try await read(
            district,
            """
            SELECT h.subject_id, h.at, h.body FROM whistle.history AS h
            WHERE h.district_id = \(district) AND h.subject_id = ANY(\(ids))
            AND h.type NOT IN ('order.received', 'order.progressed', 'order.reminded', 'order.overdue', 'whistle.urged')
            ORDER BY h.subject_id, h.seq
            """)
        var page: [WhistleHistory] = []
        for row in rows {
            let id: UUID = try row.decode(0)
            if page.last?.id != id { page.append(WhistleHistory(id: id)) }
            page[page.count - 1].lines.append((at: try row.decode(1), body: try row.decode(2)))
        }
        return (page, ids.count == limit ? bound : nil)
    }
}
