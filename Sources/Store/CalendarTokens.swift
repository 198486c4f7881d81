import Domain
import Foundation
import Postgres

/// A subscription to the calendar as it is stored: never its token, only the token's hash.
public struct CalendarTokenRow: Sendable {
    public var id = UUID.none
    public var organization = ""
    public var role = Role.observer
    public var name = ""
    public var prefix = ""
    public var hash: [UInt8] = []
    public var revokedAt: Timestamp?
    public var lastUsedAt: Timestamp?
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}

extension Table where Row == CalendarTokenRow {
    static let calendarTokens = Table(
        "calendar_tokens",
        [
            Column("id", \.id), Column("organization", \.organization), Column("role", \.role), Column("name", \.name),
            Column("prefix", \.prefix), Column("hash", \.hash), Column("revoked_at", \.revokedAt),
            Column("last_used_at", \.lastUsedAt), Column("version", \.version), Column("created_at", \.createdAt),
        ])
}

extension Store {
    /// Whose calendar the token reads; `nil` when it is unknown or revoked. Notes the use, at most once a minute.
    public func calendarReader(tokenHash: [UInt8], in district: String) async throws(PostgresError) -> Caller? {
        let rows = try await read(
            district,
            [
                """
                SELECT t.organization, t.role, o.parent FROM whistle.calendar_tokens AS t
                JOIN whistle.organizations AS o ON o.district_id = t.district_id AND o.code = t.organization
                WHERE t.district_id = \(district) AND t.hash = \(tokenHash) AND t.revoked_at IS NULL
                """,
                """
                UPDATE whistle.calendar_tokens AS t SET last_used_at = now()
                WHERE t.district_id = \(district) AND t.hash = \(tokenHash) AND t.revoked_at IS NULL
                AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute')
                """,
            ])[0]
        guard let row = rows.first else { return nil }
        return Caller(
            district: district, organization: try row.decode(0), role: try row.decode(1),
            parent: try row.decodeIfPresent(2))
    }

    /// Subscriptions, newest first.
    /// - Parameter owner: only this organization's; `nil`: all.
    public func calendarTokens(
        of owner: String?, before: UUID?, limit: Int, in district: String
    ) async throws -> [CalendarTokenRow] {
        var sql: SQL = """
            SELECT \(sql: Table.calendarTokens.selected("t")) FROM whistle.calendar_tokens AS t
            WHERE t.district_id = \(district)
            """
        if let owner { sql = sql + " AND t.organization = \(owner)" }
        if let before { sql = sql + " AND t.id < \(before)" }
        sql = sql + " ORDER BY t.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.calendarTokens.read($0, into: CalendarTokenRow()) }
    }

    /// - Parameter owner: `nil` finds everybody's.
    public func calendarToken(_ id: UUID, of owner: String?, in district: String) async throws -> CalendarTokenRow? {
        let own: SQL = owner.map { " AND t.organization = \($0)" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.calendarTokens.selected("t")) FROM whistle.calendar_tokens AS t
            WHERE t.district_id = \(district) AND t.id = \(id)\(sql: own)
            """)
        return try rows.first.map { try Table.calendarTokens.read($0, into: CalendarTokenRow()) }
    }

    /// Meetings that end after a moment, newest first: what a calendar shows.
    /// - Parameter viewer: only what this organization may see; `nil` sees the whole district.
    public func meetings(
        endingAfter moment: Timestamp, viewer: String?, limit: Int, in district: String
    ) async throws -> [Meeting] {
        try await meetings(
            whistle: nil, state: nil, viewer: viewer, before: nil, limit: limit, endingAfter: moment, in: district)
    }
}

extension Work {
    public mutating func add(_ tokens: [CalendarTokenRow]) {
        writes.append(Table.calendarTokens.insert(tokens, into: district))
    }

    /// Ends a subscription now.
    /// - Parameter owner: only where it is this organization's; `nil`: anyone's.
    /// - Returns: the subscription, or `nil` when there is none of that id.
    public func revokeCalendarToken(_ id: UUID, of owner: String?) async throws -> CalendarTokenRow? {
        let own: SQL = owner.map { " AND t.organization = \($0)" } ?? ""
        let rows = try await transaction.query(
            """
            UPDATE whistle.calendar_tokens AS t SET revoked_at = coalesce(t.revoked_at, now()), version = t.version + 1
            WHERE t.district_id = \(district) AND t.id = \(id)\(sql: own)
            RETURNING \(sql: Table.calendarTokens.selected("t"))
            """)
        return try rows.first.map { try Table.calendarTokens.read($0, into: CalendarTokenRow()) }
    }
}
