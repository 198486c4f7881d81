import Domain
import Foundation
import Postgres

/// Who goes where on which days, and who went.
extension Work {
    public mutating func add(_ plan: AreaPlan) { writes.append(Table.areaPlans.insert([plan], into: district)) }

    public mutating func save(_ plan: AreaPlan) { writes.append(Table.areaPlans.update([plan], in: district)) }

    public mutating func add(_ visit: AreaVisit) { writes.append(Table.areaVisits.insert([visit], into: district)) }

    /// Locks a plan and reads it; `nil` when there is none of that id.
    public func lockAreaPlan(_ id: UUID) async throws -> AreaPlan? {
        let rows = try await transaction.query(
            """
            SELECT \(sql: Table.areaPlans.selected("p")) FROM whistle.area_plans AS p
            WHERE p.district_id = \(district) AND p.id = \(id) FOR UPDATE
            """)
        return try rows.first.map { try Table.areaPlans.read($0, into: AreaPlan()) }
    }

    /// Whether a grid has a head, or an agent somebody to look after. The district must be locked.
    public func isTaken(_ plan: AreaPlan) async throws -> Bool {
        let same: SQL =
            switch plan.kind {
            case .area: "false"
            case .grid: "p.area = \(plan.area) AND p.grid = \(plan.grid ?? "")"
            case .agent: "coalesce(p.sender, '') = \(plan.sender ?? "") AND p.visitor = \(plan.visitor)"
            }
        let rows = try await transaction.query(
            """
            SELECT p.id FROM whistle.area_plans AS p WHERE p.district_id = \(district) AND p.kind = \(plan.kind)
            AND p.ends_on IS NULL AND \(sql: same) LIMIT 1
            """)
        return !rows.isEmpty
    }

    /// The planned days of a plan that visits stand for.
    public func takenDays(of plan: UUID) async throws -> Set<LocalDate> {
        let rows = try await transaction.query(
            """
            SELECT v.planned_for FROM whistle.area_visits AS v
            WHERE v.district_id = \(district) AND v.plan_id = \(plan) AND v.planned_for IS NOT NULL
            """)
        return Set(try rows.map { try $0.decode(0, as: LocalDate.self) })
    }
}

extension Store {
    /// What a list of plans is narrowed by; `nil` takes all.
    public struct AreaPlanFilter: Sendable {
        public var kind: AreaPlanKind?
        public var area: String?
        public var township: String?
        public var sender: String?
        public var visitor: String?
        /// Only plans that hold on that day.
        public var activeOn: LocalDate?
        /// Only what this organization may see.
        public var viewer: String?

        public init() {}
    }

    /// Plans, newest first.
    public func areaPlans(
        _ filter: AreaPlanFilter, before: UUID?, limit: Int, in district: String
    ) async throws -> [AreaPlan] {
        var sql: SQL = """
            SELECT \(sql: Table.areaPlans.selected("p")) FROM whistle.area_plans AS p WHERE p.district_id = \(district)
            """
        if let kind = filter.kind { sql = sql + " AND p.kind = \(kind)" }
        if let area = filter.area { sql = sql + " AND p.area = \(area)" }
        if let township = filter.township { sql = sql + " AND p.township = \(township)" }
        if let sender = filter.sender { sql = sql + " AND p.sender = \(sender)" }
        if let visitor = filter.visitor { sql = sql + " AND p.visitor = \(visitor)" }
        if let day = filter.activeOn {
            sql = sql + " AND p.starts_on <= \(day) AND (p.ends_on IS NULL OR p.ends_on >= \(day))"
        }
        if let viewer = filter.viewer {
            sql =
                sql + """
                     AND (p.organization = \(viewer) OR p.area = \(viewer) OR p.township = \(viewer)
                    OR p.sender = \(viewer))
                    """
        }
        if let before { sql = sql + " AND p.id < \(before)" }
        sql = sql + " ORDER BY p.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.areaPlans.read($0, into: AreaPlan()) }
    }

    public func areaPlan(_ id: UUID, in district: String) async throws -> AreaPlan? {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.areaPlans.selected("p")) FROM whistle.area_plans AS p
            WHERE p.district_id = \(district) AND p.id = \(id)
            """)
        return try rows.first.map { try Table.areaPlans.read($0, into: AreaPlan()) }
    }

    /// The visits of some plans, oldest first.
    public func areaVisits(of plans: [UUID], in district: String) async throws -> [AreaVisit] {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.areaVisits.selected("v")) FROM whistle.area_visits AS v
            WHERE v.district_id = \(district) AND v.plan_id = ANY(\(plans)) ORDER BY v.visited_on, v.id
            """)
        return try rows.map { try Table.areaVisits.read($0, into: AreaVisit()) }
    }
}
