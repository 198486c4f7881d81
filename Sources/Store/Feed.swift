import Domain
import Foundation
import Postgres

/// One event at its place in a district's feed.
public struct FeedEvent: Sendable {
    public var position: Int
    /// The same for every reader and on every retry.
    public var id: UUID
    public var type: String
    public var at: Timestamp
    /// JSON text.
    public var data: String
}

/// The outbox, the feed, and the deliveries that follow from it.
extension Store {
    /// Gives waiting events of one district their places in its feed and writes the deliveries that webhooks wait for:
    /// one statement, one transaction. Another relay that holds the feed's row makes this one return at once.
    /// - Returns: how many outbox rows were told.
    public func relay(_ district: String, limit: Int) async throws(PostgresError) -> Int {
        let bound = outboxBounds.value(district)
        let rows = try await loops.query(
            """
            WITH feed AS (
                SELECT f.position FROM whistle.feeds AS f WHERE f.district_id = \(district) FOR UPDATE SKIP LOCKED
            ), batch AS (
                SELECT o.ctid AS line FROM whistle.outbox AS o, feed WHERE o.district_id = \(district) AND o.id > \(bound)
                ORDER BY o.id LIMIT \(limit)
            ), taken AS (
                -- By where they lie, as the index just told: it is not asked twice. Nobody updates or moves these rows.
                DELETE FROM whistle.outbox AS o
                WHERE o.district_id = \(district) AND o.ctid = ANY(ARRAY(SELECT batch.line FROM batch))
                RETURNING o.id, o.subject_id, o.at, o.shared, o.events, o.size
            ), placed AS (
                SELECT taken.*, feed.position + sum(taken.size) OVER (ORDER BY taken.id) AS position FROM feed, taken
            ), written AS (
                INSERT INTO whistle.events (district_id, position, size, subject_id, at, shared, events)
                SELECT \(district), p.position, p.size, p.subject_id, p.at, p.shared, p.events FROM placed AS p
            ), sent AS (
                INSERT INTO whistle.deliveries (district_id, webhook_id, position, event_id, lane, at, rank, state)
                SELECT \(district), w.id, e.place, e.id, p.subject_id, e.at,
                    -- An emergency goes before all else.
                    CASE p.shared::jsonb #>> '{whistle,kind}' WHEN 'emergency' THEN 0 ELSE 1 END,
                    CASE WHEN w.state = 'active' THEN 'pending' ELSE 'parked' END
                FROM placed AS p
                CROSS JOIN LATERAL whistle.unfold('{}', p.events, p.size, p.position::bigint, p.at) AS e
                JOIN whistle.webhooks AS w ON w.district_id = \(district)
                    AND e.place > w.since_position AND (w.sees_district OR e.audience ? w.organization)
                    AND EXISTS (
                        SELECT 1 FROM jsonb_array_elements_text(w.events) AS pattern
                        WHERE pattern = e.type
                        OR (right(pattern, 2) = '.*' AND starts_with(e.type, left(pattern, -1))))
                -- Asked once a statement: nothing is parsed or even looked at where nobody listens.
                WHERE (SELECT count(*) FROM whistle.webhooks AS any_of WHERE any_of.district_id = \(district)) > 0
            ), moved AS (
                UPDATE whistle.feeds AS f SET position = f.position + (SELECT sum(taken.size) FROM taken)
                WHERE f.district_id = \(district) AND EXISTS (SELECT 1 FROM taken)
            )
            SELECT (SELECT count(*) FROM taken), (SELECT max(taken.id) FROM taken), (SELECT count(*) FROM feed) = 1,
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            """)
        guard let row = rows.first else { return 0 }
        let told: Int = try row.decode(0)
        let holdsFeed: Bool = try row.decode(2)
        guard holdsFeed else { return 0 }
        outboxBounds.note(
            OutboxBound.Round(
                last: try row.decodeIfPresent(1), isFull: told == limit, next: try row.decode(3),
                oldest: try row.decode(4)),
            in: district)
        return told
    }

    /// The districts that have something to tell.
    public func districtsWithNews() async throws(PostgresError) -> [String] {
        let bounds = outboxBounds.values()
        let rows = try await loops.query(
            """
            SELECT d.district_id FROM whistle.districts AS d
            LEFT JOIN unnest(\(bounds.map(\.district)), \(bounds.map(\.value))) AS b(district_id, value)
                ON b.district_id = d.district_id
            WHERE EXISTS (
                SELECT 1 FROM whistle.outbox AS o
                WHERE o.district_id = d.district_id AND o.id > coalesce(b.value, 0))
            """)
        var districts: [String] = []
        for row in rows { districts.append(try row.decode(0)) }
        return districts
    }

    /// Events after a place, oldest first.
    /// - Parameter viewer: only what this organization may see; `nil` sees the whole district.
    public func events(
        after position: Int, limit: Int, viewer: String?, in district: String
    ) async throws(PostgresError) -> [FeedEvent] {
        let own: SQL = viewer.map { " AND e.audience ? \($0)" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT e.place, e.id, e.type, e.at, e.data::text FROM whistle.events AS f
            CROSS JOIN LATERAL whistle.unfold(f.shared, f.events, f.size, f.position, f.at) AS e
            WHERE f.district_id = \(district) AND f.position > \(position) AND e.place > \(position)\(sql: own)
            ORDER BY f.position, e.place LIMIT \(limit)
            """)
        var events: [FeedEvent] = []
        for row in rows {
            events.append(
                FeedEvent(
                    position: try row.decode(0), id: try row.decode(1), type: try row.decode(2), at: try row.decode(3),
                    data: try row.decode(4)))
        }
        return events
    }
}
