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
    /// Scheme and host: what may be shown of the address.
    public var urlShown = ""
    public var state = "active"
    public var stateReason: String?
    public var onUnknown = "resend"
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
            Column("secret", \.secret), Column("url_shown", \.urlShown), Column("state", \.state),
            Column("state_reason", \.stateReason), Column("on_unknown", \.onUnknown),
            Column("since_position", \.sincePosition), Column("version", \.version), Column("created_at", \.createdAt),
        ])
}

/// One delivery in an endpoint's log.
public struct DeliveryLine: Sendable {
    public var id: UUID
    public var eventID: UUID
    public var state: String
    public var type: String
    public var position: Int
    public var attempts: [AttemptLine]
}

/// One attempt of a delivery.
public struct AttemptLine: Sendable {
    public var delivery: UUID
    public var number: Int
    public var at: Timestamp
    public var status: Int?
    public var vendorCode: String?
    public var milliseconds: Int
    public var error: String?
    public var peerAddress: String?
    public var excerpt: String?

    public init(
        delivery: UUID, number: Int, at: Timestamp, status: Int?, vendorCode: String?, milliseconds: Int,
        error: String?, peerAddress: String?, excerpt: String?
    ) {
        self.delivery = delivery
        self.number = number
        self.at = at
        self.status = status
        self.vendorCode = vendorCode
        self.milliseconds = milliseconds
        self.error = error
        self.peerAddress = peerAddress
        self.excerpt = excerpt
    }
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

    /// An endpoint's deliveries, newest first, with their attempts.
    public func deliveries(
        of webhook: UUID, state: String?, before: Int?, limit: Int, in district: String
    ) async throws(PostgresError) -> [DeliveryLine] {
        var sql: SQL = """
            SELECT d.id, d.event_id, d.state, e.type, d.position FROM whistle.deliveries AS d
            CROSS JOIN LATERAL (\(sql: Store.eventOfDelivery)) AS e
            WHERE d.district_id = \(district) AND d.webhook_id = \(webhook)
            """
        if let state { sql = sql + " AND d.state = \(state)" }
        if let before { sql = sql + " AND d.position < \(before)" }
        sql = sql + " ORDER BY d.position DESC LIMIT \(limit)"
        var lines: [DeliveryLine] = []
        for row in try await read(district, sql) {
            lines.append(
                DeliveryLine(
                    id: try row.decode(0), eventID: try row.decode(1), state: try row.decode(2),
                    type: try row.decode(3), position: try row.decode(4), attempts: []))
        }
        let attempts = try await self.attempts(of: lines.map(\.id), in: district)
        for index in lines.indices { lines[index].attempts = attempts[lines[index].id] ?? [] }
        return lines
    }

    private func attempts(
        of deliveries: [UUID], in district: String
    ) async throws(PostgresError) -> [UUID: [AttemptLine]] {
        let rows = try await read(
            district,
            """
            SELECT a.delivery_id, a.number, a.recorded_at, a.status, a.vendor_code, a.duration_ms, a.error,
                a.peer_address, a.response_excerpt
            FROM whistle.delivery_attempts AS a
            WHERE a.district_id = \(district) AND a.delivery_id = ANY(\(deliveries)) ORDER BY a.delivery_id, a.number
            """)
        var attempts: [UUID: [AttemptLine]] = [:]
        for row in rows {
            let line = AttemptLine(
                delivery: try row.decode(0), number: try row.decode(1), at: try row.decode(2),
                status: try row.decodeIfPresent(3), vendorCode: try row.decodeIfPresent(4),
                milliseconds: try row.decode(5), error: try row.decodeIfPresent(6),
                peerAddress: try row.decodeIfPresent(7), excerpt: try row.decodeIfPresent(8))
            attempts[line.delivery, default: []].append(line)
        }
        return attempts
    }
}
