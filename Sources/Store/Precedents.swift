import Domain
import Foundation
import Postgres

extension Store {
    /// Rulings, newest first.
    /// - Parameters:
    ///   - department: one that returned an order, or got it.
    ///   - text: found in title, reason, legal basis or note.
    public func precedents(
        category: String?, department: String?, text: String?, before: UUID?, limit: Int, in district: String
    ) async throws -> [Precedent] {
        var sql: SQL =
            "SELECT \(sql: Table.precedents.selected("p")) FROM whistle.precedents AS p WHERE p.district_id = \(district)"
        if let category { sql = sql + " AND p.category = \(category)" }
        if let department { sql = sql + " AND (p.department = \(department) OR p.decided_department = \(department))" }
        if let text {
            sql =
                sql + """
                     AND strpos(lower(p.title || ' ' || p.reason || ' ' || p.legal_basis || ' ' || p.note), lower(\(text))) > 0
                    """
        }
        if let before { sql = sql + " AND p.id < \(before)" }
        sql = sql + " ORDER BY p.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.precedents.read($0, into: Precedent()) }
    }

    /// The latest ruling that sent an order of that category elsewhere: what a new one of the kind may learn from.
    /// - Parameter departments: only rulings on what one of these returned, and that sent it to none of them.
    public func suggestion(
        for category: String, returnedBy departments: [String]? = nil, in district: String
    ) async throws -> Precedent? {
        let narrowed: SQL =
            departments.map { " AND p.department = ANY(\($0)) AND p.decided_department <> ALL(\($0))" } ?? ""
        return try await read(
            district,
            """
            SELECT \(sql: Table.precedents.selected("p")) FROM whistle.precedents AS p
            WHERE p.district_id = \(district) AND p.category = \(category) AND p.decision = 'reroute'\(sql: narrowed)
            ORDER BY p.id DESC LIMIT 1
            """
        ).first.map { try Table.precedents.read($0, into: Precedent()) }
    }
}
