import Domain
import Foundation
import Postgres

extension HotspotState: PostgresEncodable, PostgresDecodable {}

extension Table where Row == Hotspot {
    static let hotspots = Table(
        "hotspots",
        [
            Column("id", \.id), Column("number", \.number), Column("state", \.state),
            Column("category", \.cluster.category), Column("township", \.cluster.township),
            Column("place", \.cluster.place), .small("count", \.count), Column("first_at", \.firstAt),
            Column("last_at", \.lastAt), Column("cools_at", \.coolsAt), Column("meeting_id", \.meetingID),
            Column("reason", \.reason), Column("version", \.version), Column("created_at", \.createdAt),
        ])
}

extension Work {
    public mutating func add(_ hotspot: Hotspot) { writes.append(Table.hotspots.insert([hotspot], into: district)) }

    public mutating func save(_ hotspot: Hotspot) { writes.append(Table.hotspots.update([hotspot], in: district)) }

    /// The next number of a year, `CSR-2026-000001`. Whoever holds the district's gathering is alone in asking; a counter
    /// of its own would take a second connection while others wait for this one.
    /// - Parameter pending: how many this transaction has made, which are written only at its end.
    public func nextHotspotNumber(prefix: String, year: Int, after pending: Int) async throws -> String {
        let head = "\(prefix)-\(year)-"
        let rows = try await transaction.query(
            """
            SELECT count(*) FROM whistle.hotspots AS h
            WHERE h.district_id = \(district) AND starts_with(h.number, \(head))
            """)
        let digits = String(try (rows.first?.decode(0) ?? 0) + pending + 1)
        return head + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// The hotspot that a cluster is, where it has not cooled by then.
    public func lockHotspot(of cluster: Cluster, at moment: Timestamp) async throws -> Hotspot? {
        try await transaction.query(
            """
            SELECT \(sql: Table.hotspots.selected("h")) FROM whistle.hotspots AS h
            WHERE h.district_id = \(district) AND h.category = \(cluster.category)
            AND h.township = \(cluster.township) AND h.place = \(cluster.place) AND h.cools_at > \(moment)
            ORDER BY h.cools_at DESC LIMIT 1 FOR UPDATE
            """
        ).first.map { try Table.hotspots.read($0, into: Hotspot()) }
    }

    public func lockHotspot(_ id: UUID) async throws -> Hotspot? {
        try await transaction.query(
            """
            SELECT \(sql: Table.hotspots.selected("h")) FROM whistle.hotspots AS h
            WHERE h.district_id = \(district) AND h.id = \(id) FOR UPDATE
            """
        ).first.map { try Table.hotspots.read($0, into: Hotspot()) }
    }
}

extension Store {
    /// Hotspots, newest first.
    /// - Parameter township: only those of this township; `nil`: all.
    public func hotspots(
        _ id: UUID? = nil, state: HotspotState? = nil, township: String?, before: UUID?, limit: Int,
        in district: String
    ) async throws -> [Hotspot] {
        var sql: SQL =
            "SELECT \(sql: Table.hotspots.selected("h")) FROM whistle.hotspots AS h WHERE h.district_id = \(district)"
        if let id { sql = sql + " AND h.id = \(id)" }
        if let state { sql = sql + " AND h.state = \(state)" }
        if let township { sql = sql + " AND h.township = \(township)" }
        if let before { sql = sql + " AND h.id < \(before)" }
        sql = sql + " ORDER BY h.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.hotspots.read($0, into: Hotspot()) }
    }

    /// A cluster's whistles between two moments, both included, newest first.
    public func whistles(
        of cluster: Cluster, from: Timestamp, to: Timestamp, limit: Int, in district: String
    ) async throws(PostgresError) -> [UUID] {
        let rows = try await read(
            district,
            """
            SELECT c.whistle_id FROM whistle.catchwords AS c
            JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = c.whistle_id
            WHERE c.district_id = \(district) AND c.category = \(cluster.category)
            AND c.township = \(cluster.township) AND c.place = \(cluster.place)
            AND c.raised_at BETWEEN \(from) AND \(to)
            AND w.state NOT IN ('merged', 'withdrawn', 'declined', 'diverted')
            ORDER BY c.raised_at DESC, c.whistle_id DESC LIMIT \(limit)
            """)
        var ids: [UUID] = []
        for row in rows { ids.append(try row.decode(0)) }
        return ids
    }

    /// The largest clusters of whistles raised from a moment on and before another.
    /// - Parameter township: only this township's; `nil`: all.
    public func largestClusters(
        from: Timestamp, before: Timestamp, township: String?, limit: Int, in district: String
    ) async throws(PostgresError) -> [(cluster: Cluster, count: Int)] {
        let own: SQL = township.map { " AND c.township = \($0)" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT c.category, c.township, c.place, count(*) FROM whistle.catchwords AS c
            WHERE c.district_id = \(district) AND c.raised_at >= \(from) AND c.raised_at < \(before)\(sql: own)
            GROUP BY c.category, c.township, c.place ORDER BY count(*) DESC, max(c.raised_at) DESC LIMIT \(limit)
            """)
        var clusters: [(cluster: Cluster, count: Int)] = []
        for row in rows {
            clusters.append(
                (
                    Cluster(category: try row.decode(0), township: try row.decode(1), place: try row.decode(2)),
                    try row.decode(3)
                ))
        }
        return clusters
    }
}
