import Domain
import Foundation
import Postgres

/// Listening sessions.
extension Work {
    public mutating func add(_ session: ListeningSession) {
        writes.append(Table.sessions.insert([session], into: district))
    }
}

extension Store {
    /// What a list of sessions is narrowed by; `nil` takes all.
    public struct SessionFilter: Sendable {
        public var theme: String?
        public var branch: String?
        /// Who held it.
        public var organization: String?
        public var township: String?
        public var since: Timestamp?
        public var until: Timestamp?
        /// Only what this organization may see.
        public var viewer: String?

        public init() {}
    }

    /// Sessions, newest first.
    public func sessions(
        _ filter: SessionFilter, before: UUID?, limit: Int, in district: String
    ) async throws -> [ListeningSession] {
        let past: SQL = before.map { " AND s.id < \($0)" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.sessions.selected("s")) FROM whistle.sessions AS s
            WHERE s.district_id = \(district)\(sql: filter.conditions)\(sql: past) ORDER BY s.id DESC LIMIT \(limit)
            """)
        return try rows.map { try Table.sessions.read($0, into: ListeningSession()) }
    }

    /// What all sessions of a list come to, whatever its pages.
    public func sessionTotals(_ filter: SessionFilter, in district: String) async throws -> SessionTotals {
        let rows = try await read(
            district,
            """
            SELECT count(*), coalesce(sum(s.residents_present), 0)::bigint,
                coalesce(sum(s.attendees_present), 0)::bigint,
                coalesce(sum(jsonb_array_length(s.members)), 0)::bigint, coalesce(sum(s.item_count), 0)::bigint
            FROM whistle.sessions AS s WHERE s.district_id = \(district)\(sql: filter.conditions)
            """)
        var totals = SessionTotals()
        guard let row = rows.first else { return totals }
        totals.sessions = try row.decode(0)
        totals.residents = try row.decode(1)
        totals.attendees = try row.decode(2)
        totals.members = try row.decode(3)
        totals.items = try row.decode(4)
        return totals
    }

    public func session(_ id: UUID, in district: String) async throws -> ListeningSession? {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.sessions.selected("s")) FROM whistle.sessions AS s
            WHERE s.district_id = \(district) AND s.id = \(id)
            """)
        return try rows.first.map { try Table.sessions.read($0, into: ListeningSession()) }
    }
}

extension Store.SessionFilter {
    fileprivate var conditions: SQL {
        var sql: SQL = ""
        if let theme { sql = sql + " AND s.theme = \(theme)" }
        if let branch { sql = sql + " AND s.branch = \(branch)" }
        if let organization { sql = sql + " AND s.organization = \(organization)" }
        if let township { sql = sql + " AND s.township = \(township)" }
        if let since { sql = sql + " AND s.held_at >= \(since)" }
        if let until { sql = sql + " AND s.held_at <= \(until)" }
        if let viewer { sql = sql + " AND (s.organization = \(viewer) OR s.township = \(viewer))" }
        return sql
    }
}
