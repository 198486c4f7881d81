import Domain
import Foundation
import Postgres

/// A stretch of a district's feed as one reader may see it.
public struct FeedPart: Sendable {
    public var events: [FeedEvent]
    /// The place up to which the feed was read, also where nothing there was for this reader.
    public var reached: Int
    /// Whether there may be more.
    public var isFull: Bool
}

extension Store {
    /// The next changes of a feed, as a reader may see them: a bounded number, so that a reader who sees little does not
    /// have the whole feed read in one statement.
    /// - Parameters:
    ///   - changes: how many changes are looked at; each holds a few events.
    ///   - viewer: only what this organization may see; `nil` sees the whole district.
    public func feedPart(
        after place: Int, changes: Int, viewer: String?, in district: String
    ) async throws(PostgresError) -> FeedPart {
        let own: SQL = viewer.map { " AND e.audience ? \($0)" } ?? ""
        let rows = try await read(
            district,
            """
            SELECT f.position, e.place, e.id, e.type, e.at, e.data::text FROM (
                SELECT v.position, v.size, v.at, v.shared, v.events FROM whistle.events AS v
                WHERE v.district_id = \(district) AND v.position > \(place) ORDER BY v.position LIMIT \(changes)
            ) AS f
            LEFT JOIN LATERAL (
                SELECT e.place, e.id, e.type, e.at, e.data
                FROM whistle.unfold(f.shared, f.events, f.size, f.position, f.at) AS e
                WHERE e.place > \(place)\(sql: own)
            ) AS e ON true
            ORDER BY f.position, e.place
            """)
        var part = FeedPart(events: [], reached: place, isFull: false)
        var seen = 0
        for row in rows {
            let position: Int = try row.decode(0)
            if position != part.reached { seen += 1 }
            part.reached = position
            guard let place: Int = try row.decodeIfPresent(1) else { continue }
            part.events.append(
                FeedEvent(
                    position: place, id: try row.decode(2), type: try row.decode(3), at: try row.decode(4),
                    data: try row.decode(5)))
        }
        part.isFull = seen == changes
        return part
    }

    /// The last places given in some districts' feeds.
    public func feedPlaces(_ districts: [String]) async throws(PostgresError) -> [String: Int] {
        let rows = try await loops.query(
            "SELECT f.district_id, f.position FROM whistle.feeds AS f WHERE f.district_id = ANY(\(districts))")
        var places: [String: Int] = [:]
        for row in rows { places[try row.decode(0)] = try row.decode(1) }
        return places
    }
}
