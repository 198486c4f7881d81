import Domain
import Foundation
import Postgres

extension Store {
    /// A subject's history, oldest first.
    /// - Parameter department: with one, only the whistle's own lines and that department's.
    public func history(
        of subject: UUID, department: String?, after sequence: Int, limit: Int, in district: String
    ) async throws -> [HistoryLine] {
        let own: SQL = department.map { " AND (h.department IS NULL OR h.department = \($0))" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.history.selected("h")) FROM whistle.history AS h
            WHERE h.district_id = \(district) AND h.subject_id = \(subject) AND h.seq > \(sequence)\(sql: own)
            ORDER BY h.seq LIMIT \(limit)
            """)
        return try rows.map { try Table.history.read($0, into: .blank) }
    }
}
