import Domain
import Foundation
import Postgres

/// A whistle as it is compared with others.
public struct LikeWhistle: Sendable {
    public var id: UUID
    public var number: String
    public var title: String
    public var location: Location?
}

/// What one step through the feed caught.
public struct Catch: Sendable {
    /// How many rows of the feed were read, and the place of the last.
    public var read: Int
    public var position: Int
    /// The clusters that have grown.
    public var clusters: [Cluster]
}

/// How many like whistles a window holds, and when they came.
public struct ClusterCount: Sendable {
    public var count: Int
    public var firstAt: Timestamp
    public var lastAt: Timestamp
    /// When the n-th newest came, n being what makes a hotspot; `nil` when there are fewer.
    public var oldestCounted: Timestamp?
}

extension Work {
    /// Takes the district's place in its feed up to which catchwords were written.
    /// - Parameter waits: for another broker that has it; otherwise `nil` then.
    public func lockGathering(waits: Bool = false) async throws -> Int? {
        _ = try await transaction.query(Store.planAnew)
        _ = try await transaction.query(
            "INSERT INTO whistle.gatherings (district_id) VALUES (\(district)) ON CONFLICT DO NOTHING")
        let other: SQL = waits ? "" : " SKIP LOCKED"
        return try await transaction.query(
            """
            SELECT g.position FROM whistle.gatherings AS g WHERE g.district_id = \(district) FOR UPDATE\(sql: other)
            """
        ).first?.decode(0)
    }

    /// Writes catchwords for whistles that the feed tells of after a place and that have none yet, or were altered.
    public func catchWords(after position: Int, limit: Int) async throws -> Catch {
        let rows = try await transaction.query(
            """
            WITH batch AS MATERIALIZED (
                SELECT e.position, e.subject_id, strpos(e.events, '"whistle.resubmitted"') > 0 AS altered
                FROM whistle.events AS e WHERE e.district_id = \(district) AND e.position > \(position)
                ORDER BY e.position LIMIT \(limit)
            ), wanted AS (
                SELECT DISTINCT b.subject_id FROM batch AS b WHERE b.altered OR NOT EXISTS (
                    SELECT 1 FROM whistle.catchwords AS c
                    WHERE c.district_id = \(district) AND c.whistle_id = b.subject_id)
            ), written AS (
                INSERT INTO whistle.catchwords (district_id, whistle_id, category, township, place, raised_at, pairs)
                SELECT w.district_id, w.id, w.category, w.township,
                    coalesce(nullif(btrim(w.location->>'community'), ''), nullif(btrim(w.location->>'grid'), ''), ''),
                    w.created_at, whistle.pairs(whistle.folded(w.title || ' ' || w.details))
                FROM whistle.whistles AS w WHERE w.district_id = \(district)
                AND w.id = ANY(ARRAY(SELECT wanted.subject_id FROM wanted))
                ON CONFLICT (district_id, whistle_id) DO UPDATE SET category = excluded.category,
                    place = excluded.place, pairs = excluded.pairs
                RETURNING category, township, place
            )
            SELECT (SELECT count(*) FROM batch), (SELECT coalesce(max(batch.position), 0) FROM batch),
                grown.category, grown.township, grown.place
            FROM (VALUES (1)) AS one(row) LEFT JOIN (SELECT DISTINCT * FROM written) AS grown ON true
            """)
        var caught = Catch(read: 0, position: position, clusters: [])
        for row in rows {
            (caught.read, caught.position) = (try row.decode(0), try row.decode(1))
            guard let category = try row.decodeIfPresent(2, as: String.self) else { continue }
            caught.clusters.append(Cluster(category: category, township: try row.decode(3), place: try row.decode(4)))
        }
        return caught
    }

    public mutating func moveGathering(to position: Int) {
        writes.append(
            """
            UPDATE whistle.gatherings SET position = greatest(position, \(position)) WHERE district_id = \(district)
            """)
    }

    /// Counts a cluster's whistles since a moment, the newest thousand at most; what was taken back, merged or turned away
    /// is none of them.
    public func count(_ cluster: Cluster, since: Timestamp, threshold: Int) async throws -> ClusterCount? {
        let rows = try await transaction.query(
            """
            SELECT count(*), min(n.raised_at), max(n.raised_at),
                (array_agg(n.raised_at ORDER BY n.raised_at DESC))[\(threshold)::integer]
            FROM (
                SELECT c.raised_at FROM whistle.catchwords AS c
                JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = c.whistle_id
                WHERE c.district_id = \(district) AND c.category = \(cluster.category)
                AND c.township = \(cluster.township) AND c.place = \(cluster.place) AND c.raised_at > \(since)
                AND w.state NOT IN ('merged', 'withdrawn', 'declined', 'diverted')
                ORDER BY c.raised_at DESC LIMIT 1000
            ) AS n
            """)
        guard let row = rows.first, let first: Timestamp = try row.decodeIfPresent(1) else { return nil }
        return ClusterCount(
            count: try row.decode(0), firstAt: first, lastAt: try row.decode(2),
            oldestCounted: try row.decodeIfPresent(3))
    }
}

extension Store {
    /// The districts whose feed holds what has not been read for catchwords, and where the feed ends.
    public func districtsToGather() async throws(PostgresError) -> [(district: String, end: Int)] {
        let rows = try await loops.query(
            """
            SELECT f.district_id, f.position FROM whistle.feeds AS f
            LEFT JOIN whistle.gatherings AS g ON g.district_id = f.district_id
            WHERE f.position > coalesce(g.position, 0)
            """)
        var districts: [(district: String, end: Int)] = []
        for row in rows { districts.append((try row.decode(0), try row.decode(1))) }
        return districts
    }

    /// Whistles whose title or description holds every blank-separated word, newest first; through an index but for one
    /// single character.
    /// - Parameters:
    ///   - viewer: only what this organization may see; `nil` sees the whole district.
    ///   - category: only of this category; `nil` takes all.
    ///   - township: only of this township; `nil` takes all.
    func find(
        _ text: String, category: String? = nil, township: String? = nil, viewer: String?, before: UUID?, limit: Int,
        in district: String
    ) async throws(PostgresError) -> [UUID] {
        let rows = try await read(
            district,
            """
            SELECT f FROM whistle.find_whistles(\(text), \(viewer), \(before), \(limit)::integer, \(category),
                \(township)) AS f
            """)
        var ids: [UUID] = []
        for row in rows { ids.append(try row.decode(0)) }
        return ids
    }

    /// Whistles of a category since a moment that share two neighbouring characters with a title: of the newest two
    /// thousand, two hundred at most, and those raised just now.
    public func likeWhistles(
        _ title: String, category: String, since: Timestamp, viewer: String?, in district: String
    ) async throws -> [LikeWhistle] {
        let rows = try await read(
            district,
            [
                Store.planByIndex,
                Store.likeWhistles(title, category: category, since: since, viewer: viewer, in: district),
            ])[1]
        return try rows.map { row in
            LikeWhistle(
                id: try row.decode(0), number: try row.decode(1), title: try row.decode(2),
                location: try row.decodeIfPresent(3, as: JSONB.self).flatMap { Location(text: $0.text) })
        }
    }

    static func likeWhistles(
        _ title: String, category: String, since: Timestamp, viewer: String?, in district: String
    ) -> SQL {
        let seen: SQL = viewer.map { " AND w.viewers ? \($0)" } ?? ""
        return """
            SELECT w.id, w.number, w.title, w.location FROM (
                SELECT DISTINCT unnest(ARRAY(
                    SELECT c.whistle_id FROM (
                        SELECT n.whistle_id, n.pairs FROM whistle.catchwords AS n
                        WHERE n.district_id = \(district) AND n.category = \(category) AND n.raised_at >= \(since)
                        ORDER BY n.whistle_id DESC LIMIT 2000
                    ) AS c WHERE c.pairs && whistle.pairs(whistle.folded(\(title))) LIMIT 200
                ) || whistle.uncaught(200)) AS id
            ) AS found CROSS JOIN LATERAL (
                -- One by one: to a planner that sees an empty table, reading all of it is less than looking ten up.
                SELECT w.id, w.number, w.title, w.location FROM whistle.whistles AS w
                WHERE w.district_id = \(district) AND w.id = found.id
                AND w.category = \(category) AND w.created_at >= \(since)
                AND w.state NOT IN ('merged', 'withdrawn', 'declined', 'diverted')\(sql: seen) OFFSET 0
            ) AS w
            """
    }
}
