import Domain
import Foundation
import JSON
import Postgres

/// One request for orders: how many, held for how long.
public struct ClaimDemand: Sendable {
    public var maximum: Int
    public var leaseSeconds: Int

    public init(maximum: Int, leaseSeconds: Int) {
        self.maximum = maximum
        self.leaseSeconds = leaseSeconds
    }
}

/// An order that was claimed, with the whistle it belongs to, as far as an order shows it, and the request it went to.
/// A class: it is handed about far more often than it is looked into.
public final class ClaimedOrder: Sendable {
    public let demand: Int
    public let order: Order
    public let whistle: Whistle

    init(demand: Int, order: Order, whistle: Whistle) {
        self.demand = demand
        self.order = order
        self.whistle = whistle
    }
}

/// The departments' queues: claims, leases, and looking without taking.
extension Store {
    /// Claims for all requests that wait on a queue now, in one statement: emergencies first, then the earliest due,
    /// townships in turn. The claims and their events are one transaction.
    ///
    /// `state = 'queued' AND claim_token IS NULL` is the partial index's own predicate: leased and closed orders are not in it.
    /// - Parameter first: from where on the queue is read; the entries before it are not even stepped over.
    public func claim(
        _ demands: [ClaimDemand], queue: String, from first: QueueBound = .first, in district: String,
        at business: Timestamp
    ) async throws -> [ClaimedOrder] {
        let total = demands.reduce(0) { $0 + $1.maximum }
        // Row n of the queue goes to the request whose span of places holds n.
        var ends: [Int] = []
        for demand in demands { ends.append((ends.last ?? 0) + demand.maximum) }
        let (orders, whistles) = (Table.queuedOrders, Table.whistlesOfOrders)
        let rows = try await read(
            district,
            [
                // The plan is the same whatever is asked for, and making it costs as much as running it. A planner that does
                // not know how few are asked for would join whole tables.
                Store.planByIndex,
                """
                WITH ready AS MATERIALIZED (
                    SELECT r.id, r.rank, r.receive_due_at, r.turn FROM whistle.orders AS r
                    WHERE r.district_id = \(district) AND r.department = \(queue) AND r.state = 'queued'
                    AND r.claim_token IS NULL AND (r.rank, r.receive_due_at, r.turn, r.id)
                        >= (\(first.rank), \(first.due), \(first.turn), \(first.id))
                    ORDER BY r.rank, r.receive_due_at, r.turn, r.id LIMIT \(total) FOR UPDATE SKIP LOCKED
                ), placed AS (
                    SELECT ready.id, row_number() OVER (ORDER BY rank, receive_due_at, turn, ready.id) AS place
                    FROM ready
                ), given AS (
                    SELECT placed.id, placed.place, width_bucket(placed.place - 1, \(ends)) + 1 AS demand FROM placed
                ), claimed AS (
                    UPDATE whistle.orders AS o SET claim_token = gen_random_uuid(),
                        lease_until = now() + make_interval(secs => (\(demands.map(\.leaseSeconds)))[given.demand]),
                        attempt = o.attempt + 1, version = o.version + 1
                    FROM given WHERE o.district_id = \(district) AND o.id = given.id
                    RETURNING given.place, given.demand, \(sql: orders.selected("o"))
                ), told AS (
                    \(sql: Store.claimEvents("order.claimed", of: "claimed", district, business, queue))
                )
                SELECT claimed.demand, \(sql: orders.selected("claimed")), \(sql: whistles.selected("w"))
                FROM claimed JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = claimed.whistle_id
                ORDER BY claimed.place
                """,
            ])[1]
        if !rows.isEmpty { news.ring() }
        return try rows.map { row in
            ClaimedOrder(
                demand: try row.decode(0, as: Int.self) - 1, order: try orders.read(row, from: 1, into: Order()),
                whistle: try whistles.read(row, from: 1 + orders.columns.count, into: Whistle()))
        }
    }

    /// A queue's orders by urgency and the meetings it is asked to, without taking any.
    /// - Parameters:
    ///   - moment: a meeting that was answered is shown until it ends; one that was not, until it is held or called off.
    ///   - invitations: the most meetings to name.
    public func queue(
        _ queue: String, states: [OrderState], after: QueueBound?, limit: Int, at moment: Timestamp, invitations: Int,
        in district: String
    ) async throws -> QueueLook {
        let past: SQL =
            after.map {
                """
                 AND (o.rank, o.receive_due_at, o.turn, o.id) > (\($0.rank), \($0.due), \($0.turn), \($0.id))
                """
            } ?? ""
        let rows = try await read(
            district,
            [
                """
                SELECT \(sql: Table.orders.selected("o")), \(sql: Table.whistles.selected("w"))
                FROM whistle.orders AS o
                JOIN whistle.whistles AS w ON w.district_id = o.district_id AND w.id = o.whistle_id
                WHERE o.district_id = \(district) AND o.department = \(queue) AND o.state = ANY(\(states))\(sql: past)
                ORDER BY o.rank, o.receive_due_at, o.turn, o.id LIMIT \(limit)
                """,
                Store.invitations(of: queue, at: moment, limit: invitations, district),
            ])
        let orders = try rows[0].map { row in
            (
                order: try Table.orders.read(row, into: Order()),
                whistle: try Table.whistles.read(row, from: Table.orders.columns.count, into: Whistle())
            )
        }
        return QueueLook(orders: orders, invitations: try rows[1].map { try Invitation($0, of: queue) })
    }

    /// Gives claims back: those whose token is still the order's. By key and token only, so that the plan never walks
    /// the entries of dead leases.
    /// - Returns: the ids of the orders that are free again.
    public func release(
        _ claims: [(order: UUID, token: UUID)], in district: String, at business: Timestamp, actor: String
    ) async throws(PostgresError) -> [UUID] {
        let rows = try await read(
            district,
            """
            WITH freed AS (
                UPDATE whistle.orders AS o SET claim_token = NULL, lease_until = NULL, version = o.version + 1
                FROM unnest(\(claims.map(\.order)), \(claims.map(\.token))) AS u(id, token)
                WHERE o.district_id = \(district) AND o.id = u.id AND o.claim_token = u.token AND o.lease_until > now()
                RETURNING o.*
            ), told AS (
                \(sql: Store.claimEvents("order.released", of: "freed", district, business, actor))
            )
            SELECT id FROM freed
            """)
        var ids: [UUID] = []
        for row in rows { ids.append(try row.decode(0)) }
        if !ids.isEmpty { news.ring() }
        return ids
    }

    /// Prolongs a live claim from now.
    /// - Returns: when it ends now, or `nil` when the lease was lost.
    public func extendLease(
        _ order: UUID, token: UUID, seconds: Int, in district: String
    ) async throws(PostgresError) -> Timestamp? {
        let rows = try await read(
            district,
            """
            UPDATE whistle.orders AS o SET lease_until = now() + make_interval(secs => \(seconds)), version = o.version + 1
            WHERE o.district_id = \(district) AND o.id = \(order) AND o.claim_token = \(token) AND o.lease_until > now()
            RETURNING o.lease_until
            """)
        return try rows.first?.decode(0)
    }

    /// Frees a few claims whose lease ran out, in any district.
    /// - Returns: the queues that have something again.
    public func reapLeases(limit: Int) async throws(PostgresError) -> [(district: String, queue: String)] {
        let rows = try await loops.query(
            """
            WITH dead AS (
                SELECT district_id, id FROM whistle.orders WHERE lease_until < now()
                ORDER BY lease_until LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ), freed AS (
                UPDATE whistle.orders AS o SET claim_token = NULL, lease_until = NULL, version = o.version + 1 FROM dead
                WHERE o.district_id = dead.district_id AND o.id = dead.id RETURNING o.district_id, o.department
            )
            SELECT DISTINCT district_id, department FROM freed
            """)
        var queues: [(String, String)] = []
        for row in rows { queues.append((try row.decode(0), try row.decode(1))) }
        return queues
    }

    /// Writes one event for each of the orders. The JSON is put together from pieces: functions that build objects ask for
    /// each value's type again, row by row. What stands between plain quotes is an id or one of our own words.
    private static func claimEvents(
        _ type: String, of orders: String, _ district: String, _ business: Timestamp, _ actor: String
    ) -> SQL {
        """
        INSERT INTO whistle.outbox (district_id, subject_id, at, shared, events, size)
        SELECT \(district), w.id, \(business),
            concat(
                '{"whistle":{"id":"', w.id, '","number":', to_json(w.number), ',"title":', to_json(w.title),
                ',"kind":"', w.kind, '","state":"', w.state, '"},"actor":', to_json(\(actor)::text), '}'),
            concat(
                '[{"id":"', gen_random_uuid(), '","type":"', \(type)::text,
                '","audience":', to_json(ARRAY[w.raiser, w.township, c.department]),
                ',"order":{"id":"', c.id, '","number":', to_json(c.number), ',"department":', to_json(c.department),
                ',"role":"', c.role, '","state":"', c.state, '","round":', c.round,
                '},"detail":{"attempt":', c.attempt, '}}]'),
            1
        FROM \(sql: SQL(stringLiteral: orders)) AS c
        JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = c.whistle_id
        """
    }

    /// The running count of each township in a queue at a due time, as far as it is still queued.
    public func turns(
        _ queue: String, due: Timestamp, rank: Int16, in district: String
    ) async throws(PostgresError) -> [String: Int] {
        let rows = try await read(
            district,
            """
            SELECT o.township, max(o.turn) FROM whistle.orders AS o
            WHERE o.district_id = \(district) AND o.department = \(queue) AND o.state = 'queued'
            AND o.claim_token IS NULL AND o.rank = \(rank) AND o.receive_due_at = \(due) GROUP BY o.township
            """)
        var turns: [String: Int] = [:]
        for row in rows { turns[try row.decode(0)] = try row.decode(1) }
        return turns
    }
}

/// A place in a queue: what it is ordered by.
public struct QueueBound: Sendable, Hashable, Comparable {
    private static let leastID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    /// Before every order, and behind every one.
    public static let first = QueueBound(rank: .min, due: Timestamp(microseconds: 0), turn: 0, id: leastID)
    public static let end = QueueBound(rank: .max, due: Timestamp(microseconds: 0), turn: 0, id: leastID)

    public var rank: Int16
    public var due: Timestamp
    public var turn: Int
    public var id: UUID

    public init(rank: Int16, due: Timestamp, turn: Int, id: UUID) {
        self.rank = rank
        self.due = due
        self.turn = turn
        self.id = id
    }

    public init(_ order: Order) {
        self.init(
            rank: order.kind.rank, due: order.receive?.dueAt ?? order.createdAt, turn: order.turn, id: order.id)
    }

    public static func < (one: QueueBound, other: QueueBound) -> Bool {
        (one.rank, one.due, one.turn, one.id) < (other.rank, other.due, other.turn, other.id)
    }
}
