import Postgres

extension Store {
    /// One round trip to the server: whether requests can be served now.
    public func ping() async throws(PostgresError) { _ = try await broker.query("SELECT 1") }

    /// Makes the partitions of the months ahead.
    public func makePartitions() async throws(PostgresError) {
        _ = try await loops.query("SELECT whistle.make_partitions()")
    }

    /// What waits in each queue, for metrics.
    public func queueDepths() async throws(PostgresError) -> [(district: String, queue: String, count: Int)] {
        let rows = try await loops.query(
            """
            SELECT o.district_id, o.department, count(*) FROM whistle.orders AS o
            WHERE o.state = 'queued' AND o.claim_token IS NULL GROUP BY 1, 2 ORDER BY 1, 2
            """)
        var depths: [(String, String, Int)] = []
        for row in rows { depths.append((try row.decode(0), try row.decode(1), try row.decode(2))) }
        return depths
    }
}
