import Domain
import Foundation
import Postgres

/// One delivery in an endpoint's log.
public struct DeliveryLine: Sendable {
    public var id: UUID
    public var eventID: UUID
    public var state: String
    public var type: String
    public var position: Int
    /// The delivery whose message told of this one.
    public var digest: UUID?
    public var attempts: [AttemptLine]
}

/// One attempt of a delivery.
public struct AttemptLine: Sendable {
    public var delivery: UUID
    public var number: Int
    public var at: Timestamp
    public var status: Int?
    public var vendorCode: String?
    /// The name of what went wrong.
    public var fault: String?
    public var milliseconds: Int
    public var error: String?
    public var peerAddress: String?
    public var excerpt: String?

    public init(
        delivery: UUID, number: Int, at: Timestamp, status: Int?, vendorCode: String?,
        fault: String?, milliseconds: Int, error: String?, peerAddress: String?, excerpt: String?
    ) {
        self.delivery = delivery
        self.number = number
        self.at = at
        self.status = status
        self.vendorCode = vendorCode
        self.fault = fault
        self.milliseconds = milliseconds
        self.error = error
        self.peerAddress = peerAddress
        self.excerpt = excerpt
    }
}

extension Store {
    /// An endpoint's deliveries, newest first, with their attempts.
    public func deliveries(
        of webhook: UUID, _ delivery: UUID? = nil, state: String?, before: Int?, limit: Int, in district: String
    ) async throws(PostgresError) -> [DeliveryLine] {
        var sql: SQL = """
            SELECT d.id, d.event_id, d.state, e.type, d.position, d.digest_id FROM whistle.deliveries AS d
            CROSS JOIN LATERAL (\(sql: Store.eventOfDelivery)) AS e
            WHERE d.district_id = \(district) AND d.webhook_id = \(webhook)
            """
        if let delivery { sql = sql + " AND d.id = \(delivery)" }
        if let state { sql = sql + " AND d.state = \(state)" }
        if let before { sql = sql + " AND d.position < \(before)" }
        sql = sql + " ORDER BY d.position DESC LIMIT \(limit)"
        var lines: [DeliveryLine] = []
        for row in try await read(district, sql) {
            lines.append(
                DeliveryLine(
                    id: try row.decode(0), eventID: try row.decode(1), state: try row.decode(2),
                    type: try row.decode(3), position: try row.decode(4),
                    digest: try row.decodeIfPresent(5), attempts: []))
        }
        let attempts = try await self.attempts(of: lines.map(\.id), in: district)
        for index in lines.indices { lines[index].attempts = attempts[lines[index].id] ?? [] }
        return lines
    }

    /// What went to an endpoint's robot in the month that was last counted; `nil` where the platform has no limit.
    public func sent(by webhook: UUID, in district: String) async throws(PostgresError) -> MonthTally? {
        let rows = try await read(
            district,
            """
            SELECT (s.sent->>0)::bigint, (s.sent->>1)::bigint FROM whistle.webhooks AS w
            LEFT JOIN whistle.robots AS r ON r.district_id = \(district) AND r.robot = w.robot
            CROSS JOIN LATERAL (SELECT (w.condition || coalesce(r.condition, '{}'))->'sent') AS s (sent)
            WHERE w.district_id = \(district) AND w.id = \(webhook) AND s.sent IS NOT NULL
            """)
        guard let row = rows.first else { return nil }
        return MonthTally(month: try row.decode(0), count: try row.decode(1))
    }

    private func attempts(
        of deliveries: [UUID], in district: String
    ) async throws(PostgresError) -> [UUID: [AttemptLine]] {
        let rows = try await read(
            district,
            """
            SELECT a.delivery_id, a.number, a.recorded_at, a.status, a.vendor_code, a.fault, a.duration_ms,
                a.error, a.peer_address, a.response_excerpt
            FROM whistle.delivery_attempts AS a
            WHERE a.district_id = \(district) AND a.delivery_id = ANY(\(deliveries)) ORDER BY a.delivery_id,
                a.recorded_at, a.number
            """)
        var attempts: [UUID: [AttemptLine]] = [:]
        for row in rows {
            let line = AttemptLine(
                delivery: try row.decode(0), number: try row.decode(1), at: try row.decode(2),
                status: try row.decodeIfPresent(3), vendorCode: try row.decodeIfPresent(4),
                fault: try row.decodeIfPresent(5), milliseconds: try row.decode(6),
                error: try row.decodeIfPresent(7), peerAddress: try row.decodeIfPresent(8),
                excerpt: try row.decodeIfPresent(9))
            attempts[line.delivery, default: []].append(line)
        }
        return attempts
    }
}
