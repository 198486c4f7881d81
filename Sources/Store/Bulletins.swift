import Domain
import Foundation
import JSON
import Postgres

extension BulletinPeriod: PostgresEncodable, PostgresDecodable {}

extension Table where Row == BulletinRecord {
    static let bulletins = Table(
        "bulletins",
        [
            Column("id", \.id), Column("number", \.number), Column("period", \.period), Column("from_at", \.fromAt),
            Column("until_at", \.untilAt),
            Column(
                "figures", get: { JSONB(text: BulletinRecord.text($0.pointee.figures)) },
                set: { row, stored in row.figures = BulletinRecord.figures(stored.text) }),
            Column(
                "entries", get: { JSONB(text: BulletinRecord.text($0.pointee.orders)) },
                set: { row, stored in row.orders = BulletinRecord.orders(stored.text) }),
            Column("summary", \.summary), Column("version", \.version), Column("created_at", \.createdAt),
        ])
}

extension BulletinRecord {
    fileprivate static func text(_ figures: [BulletinCount: Int]) -> String {
        JSON.array(
            BulletinCount.allCases.compactMap { name in
                figures[name].map { ["name": .string(name.rawValue), "value": .integer($0)] }
            }
        ).text
    }

    fileprivate static func figures(_ text: String) -> [BulletinCount: Int] {
        let pairs = (try? JSON(parsing: text))?.array ?? []
        return pairs.reduce(into: [:]) { figures, pair in
            guard let name = pair["name"]?.string.flatMap(BulletinCount.init) else { return }
            figures[name] = pair["value"]?.integer
        }
    }

    fileprivate static func text(_ orders: [BulletinOrder]) -> String {
        JSON.array(
            orders.map {
                [
                    "list": .string($0.list.rawValue), "department": .string($0.department),
                    "township": .string($0.township), "number": .string($0.number), "title": .string($0.title),
                    "due_at": .string($0.dueAt.canonical),
                ]
            }
        ).text
    }

    fileprivate static func orders(_ text: String) -> [BulletinOrder] {
        ((try? JSON(parsing: text))?.array ?? []).compactMap { stored in
            guard let list = stored["list"]?.string.flatMap(BulletinOrder.List.init),
                let department = stored["department"]?.string, let township = stored["township"]?.string,
                let number = stored["number"]?.string, let title = stored["title"]?.string,
                let due = stored["due_at"]?.string.flatMap(Timestamp.init(rfc3339:))
            else { return nil }
            return BulletinOrder(
                list: list, department: department, township: township, number: number, title: title, dueAt: due)
        }
    }
}

extension Work {
    public mutating func add(_ bulletin: BulletinRecord) {
        writes.append(Table.bulletins.insert([bulletin], into: district))
    }

    /// What a bulletin counts from a moment on and before another, as the tables stand now.
    public func figures(from: Timestamp, before: Timestamp) async throws -> [BulletinCount: Int] {
        let rows = try await transaction.query(
            """
            SELECT
                count(*) FILTER (WHERE w.created_at >= \(from) AND w.created_at < \(before)),
                count(*) FILTER (WHERE w.state = 'closed' AND w.closed_at >= \(from) AND w.closed_at < \(before)),
                count(*) FILTER (WHERE w.state = 'closed' AND w.closed_at >= \(from) AND w.closed_at < \(before)
                    AND w.total_met_at <= w.total_due_at),
                count(*) FILTER (WHERE w.total_overdue_at >= \(from) AND w.total_overdue_at < \(before)),
                count(*) FILTER (WHERE w.created_at < \(before) AND (w.closed_at IS NULL OR w.closed_at >= \(before))),
                (SELECT count(*) FROM whistle.evaluations AS e WHERE e.district_id = \(district) AND e.valid
                    AND e.at >= \(from) AND e.at < \(before) AND e.grade = 'satisfied'),
                (SELECT count(*) FROM whistle.evaluations AS e WHERE e.district_id = \(district) AND e.valid
                    AND e.at >= \(from) AND e.at < \(before) AND e.grade = 'dissatisfied'),
                (SELECT count(*) FROM whistle.meetings AS m WHERE m.district_id = \(district)
                    AND m.held_at >= \(from) AND m.held_at < \(before)),
                (SELECT count(*) FROM whistle.milestones AS s WHERE s.district_id = \(district)
                    AND s.missed_at >= \(from) AND s.missed_at < \(before))
            FROM whistle.whistles AS w WHERE w.district_id = \(district)
            """)
        guard let row = rows.first else { return [:] }
        var figures: [BulletinCount: Int] = [:]
        for (place, name) in BulletinCount.allCases.enumerated() { figures[name] = try row.decode(place) }
        return figures
    }

    /// Live orders that a bulletin may have to name: under supervision, or late; each with its whistle's township, title
    /// and rules.
    public func ordersToName(
        limit: Int, rules: (Int) throws -> MatterRules
    ) async throws -> [(order: Order, township: String, title: String, rules: MatterRules)] {
        let width = Table.orders.columns.count
        return try await transaction.query(
            """
            SELECT \(sql: Table.orders.selected("o")), w.township, w.title, w.rulebook_version
            FROM whistle.orders AS o JOIN whistle.whistles AS w ON w.district_id = \(district) AND w.id = o.whistle_id
            WHERE o.district_id = \(district) AND o.ended_at IS NULL AND (o.level IS NOT NULL
                OR o.receive_overdue_at IS NOT NULL OR o.report_overdue_at IS NOT NULL
                OR o.resolve_overdue_at IS NOT NULL)
            ORDER BY o.id LIMIT \(limit)
            """
        ).map { row in
            (
                try Table.orders.read(row, into: Order()), try row.decode(width), try row.decode(width + 1),
                try rules(try row.decode(width + 2, as: Int.self))
            )
        }
    }
}

extension Store {
    /// Bulletins, newest first.
    public func bulletins(
        _ id: UUID? = nil, period: BulletinPeriod?, before: UUID?, limit: Int, in district: String
    ) async throws -> [BulletinRecord] {
        var sql: SQL =
            "SELECT \(sql: Table.bulletins.selected("b")) FROM whistle.bulletins AS b WHERE b.district_id = \(district)"
        if let id { sql = sql + " AND b.id = \(id)" }
        if let period { sql = sql + " AND b.period = \(period)" }
        if let before { sql = sql + " AND b.id < \(before)" }
        sql = sql + " ORDER BY b.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.bulletins.read($0, into: BulletinRecord()) }
    }
}
