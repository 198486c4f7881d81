import Domain
import Foundation
import Postgres

/// An endpoint as it is stored; address and secret sealed.
public struct WebhookRow: Sendable {
    public var id = UUID.none
    public var organization = ""
    public var seesDistrict = false
    public var name = ""
    public var adapter = "standard"
    public var events: [String] = []
    public var url: [UInt8] = []
    public var secret: [UInt8]?
    /// Secrets that still sign after a rotation; sealed.
    public var oldSecrets: [UInt8]?
    public var signingSecret: [UInt8]?
    public var mentions: [String] = []
    public var digest = true
    public var handshake = false
    /// Scheme and host: what may be shown of the address.
    public var urlShown = ""
    public var state = "active"
    public var stateReason: String?
    public var onUnknown = "resend"
    /// The language of its messages; `nil`: the district's.
    public var language: String?
    /// A keyed digest of the robot's address; `nil` for programs.
    public var robot: [UInt8]?
    public var sincePosition = 0
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}
}

extension Table where Row == WebhookRow {
    static let webhooks = Table(
        "webhooks",
        [
            Column("id", \.id), Column("organization", \.organization), Column("sees_district", \.seesDistrict),
            Column("name", \.name), Column("adapter", \.adapter), .texts("events", \.events), Column("url", \.url),
            Column("secret", \.secret), Column("old_secrets", \.oldSecrets),
            Column("signing_secret", \.signingSecret), .texts("mentions", \.mentions),
            Column("digest", \.digest, default: true), Column("handshake", \.handshake, default: false),
            Column("url_shown", \.urlShown), Column("state", \.state),
            Column("state_reason", \.stateReason), Column("on_unknown", \.onUnknown),
            Column("language", \.language), Column("robot", \.robot),
            Column("since_position", \.sincePosition), Column("version", \.version), Column("created_at", \.createdAt),
        ])
}

extension Work {
    /// Adds an endpoint; it hears what is told from now on.
    public mutating func add(_ webhook: WebhookRow) async throws {
        let rows = try await transaction.query(
            "SELECT f.position FROM whistle.feeds AS f WHERE f.district_id = \(district)")
        var webhook = webhook
        webhook.sincePosition = try rows.first?.decode(0) ?? 0
        writes.append(Table.webhooks.insert([webhook], into: district))
    }

    /// The endpoint of that id, held until the end of the transaction.
    /// - Parameter organization: only one of its own; `nil`: of any.
    public func lockWebhook(_ id: UUID, of organization: String?) async throws -> WebhookRow? {
        let own: SQL = organization.map { " AND w.organization = \($0)" } ?? ""
        return try await transaction.query(
            """
            SELECT \(sql: Table.webhooks.selected("w")) FROM whistle.webhooks AS w
            WHERE w.district_id = \(district) AND w.id = \(id)\(sql: own) FOR NO KEY UPDATE
            """
        ).first.map { try Table.webhooks.read($0, into: WebhookRow()) }
    }

    /// Writes an altered endpoint.
    public mutating func save(_ webhook: WebhookRow, over old: WebhookRow) {
        if let update = Table.webhooks.update([webhook], from: [old], in: district) { writes.append(update) }
    }

    /// Removes an endpoint and its log.
    /// - Returns: whether there was one of that organization (of any, when `nil`).
    public func deleteWebhook(_ id: UUID, of organization: String?) async throws -> Bool {
        let own: SQL = organization.map { " AND organization = \($0)" } ?? ""
        let rows = try await transaction.query(
            """
            DELETE FROM whistle.webhooks WHERE district_id = \(district) AND id = \(id)\(sql: own) RETURNING id
            """)
        return !rows.isEmpty
    }
}

extension Store {
    /// Endpoints, newest first.
    public func webhooks(
        _ id: UUID? = nil, of organization: String?, before: UUID? = nil, limit: Int = 200, in district: String
    ) async throws -> [WebhookRow] {
        var sql: SQL =
            "SELECT \(sql: Table.webhooks.selected("w")) FROM whistle.webhooks AS w WHERE w.district_id = \(district)"
        if let id { sql = sql + " AND w.id = \(id)" }
        if let organization { sql = sql + " AND w.organization = \(organization)" }
        if let before { sql = sql + " AND w.id < \(before)" }
        sql = sql + " ORDER BY w.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.webhooks.read($0, into: WebhookRow()) }
    }
}
