import Domain
import Foundation
import JSON
import Postgres

extension Table where Row == Organization {
    static let organizations = Table(
        "organizations",
        [
            Column("code", \.code), Column("id", \.id), Column("kind", \.kind), Column("name", \.name),
            Column("parent", \.parent), Column("external", \.external), Column("has_queue", \.hasQueue),
            Column("version", \.version), Column("created_at", \.createdAt),
        ])
}

/// A token as it is stored: never itself, only its hash.
public struct TokenRow: Sendable {
    public var id = UUID.none
    public var organization = ""
    public var role = Role.observer
    public var name = ""
    public var prefix = ""
    public var hash: [UInt8] = []
    /// What it may do of what its role may; none: all of it.
    public var scopes: [String] = []
    public var expiresAt: Timestamp?
    public var revokedAt: Timestamp?
    public var lastUsedAt: Timestamp?
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}

extension Table where Row == TokenRow {
    static let tokens = Table(
        "tokens",
        [
            Column("id", \.id), Column("organization", \.organization), Column("role", \.role), Column("name", \.name),
            Column("prefix", \.prefix), Column("hash", \.hash), Column("expires_at", \.expiresAt),
            Column("revoked_at", \.revokedAt), Column("last_used_at", \.lastUsedAt), Column("version", \.version),
            Column("created_at", \.createdAt), .texts("scopes", \.scopes),
        ])
}

extension Store {
    /// Who the token stands for; `nil` when it is unknown, expired or revoked (machine time).
    public func caller(tokenHash: [UInt8], in district: String) async throws(PostgresError) -> Caller? {
        let rows = try await read(
            district,
            """
            SELECT t.id, t.organization, t.role, o.parent, t.scopes::text FROM whistle.tokens AS t
            JOIN whistle.organizations AS o ON o.district_id = t.district_id AND o.code = t.organization
            WHERE t.district_id = \(district) AND t.hash = \(tokenHash) AND t.revoked_at IS NULL
            AND (t.expires_at IS NULL OR t.expires_at > now())
            """)
        guard let row = rows.first else { return nil }
        var caller = Caller(
            district: district, organization: try row.decode(1), role: try row.decode(2),
            parent: try row.decodeIfPresent(3), token: try row.decode(0))
        let scopes = (try? JSON(parsing: row.decode(4, as: String.self)))?.array ?? []
        if !scopes.isEmpty { caller.scopes = Set(scopes.compactMap(\.string).compactMap(TokenScope.init(rawValue:))) }
        return caller
    }

    /// Tokens, newest first.
    public func tokens(before: UUID?, limit: Int, in district: String) async throws -> [TokenRow] {
        var sql: SQL =
            "SELECT \(sql: Table.tokens.selected("t")) FROM whistle.tokens AS t WHERE t.district_id = \(district)"
        if let before { sql = sql + " AND t.id < \(before)" }
        sql = sql + " ORDER BY t.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.tokens.read($0, into: TokenRow()) }
    }

    /// Notes that tokens were used; coarse on purpose, a row is written at most once a minute.
    public func markUsed(_ tokens: [UUID], in district: String) async throws(PostgresError) {
        _ = try await read(
            district,
            """
            UPDATE whistle.tokens SET last_used_at = now() WHERE district_id = \(district) AND id = ANY(\(tokens))
            AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """)
    }
}

extension Work {
    public mutating func add(_ tokens: [TokenRow]) { writes.append(Table.tokens.insert(tokens, into: district)) }

    public mutating func add(_ organizations: [Organization]) {
        writes.append(Table.organizations.insert(organizations, into: district))
    }

    /// Ends a token now.
    /// - Returns: the token, or `nil` when there is none of that id.
    public func revokeToken(_ id: UUID) async throws -> TokenRow? {
        let rows = try await transaction.query(
            """
            UPDATE whistle.tokens AS t SET revoked_at = coalesce(t.revoked_at, now()), version = t.version + 1
            WHERE t.district_id = \(district) AND t.id = \(id) RETURNING \(sql: Table.tokens.selected("t"))
            """)
        return try rows.first.map { try Table.tokens.read($0, into: TokenRow()) }
    }
}
