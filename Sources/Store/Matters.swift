import Domain
import Foundation
import Postgres

/// How to find the matters that a verb is about.
public enum MatterKey: Sendable {
    case whistles([UUID])
    case orders([UUID])
}

/// Whistles with their orders.
extension Work {
    /// Locks whistles by id, then their orders by id, and reads them.
    public func lockMatters(_ key: MatterKey, rules: (Int) throws -> MatterRules) async throws -> [Matter] {
        let chosen: SQL =
            switch key {
            case .whistles(let ids): "w.id = ANY(\(ids))"
            case .orders(let ids):
                "w.id IN (SELECT o.whistle_id FROM whistle.orders AS o WHERE o.district_id = \(district) AND o.id = ANY(\(ids)))"
            }
        let whistles = try await transaction.query(
            """
            SELECT \(sql: Table.whistles.selected("w")) FROM whistle.whistles AS w
            WHERE w.district_id = \(district) AND \(sql: chosen) ORDER BY w.id FOR UPDATE
            """)
        let ids = try whistles.map { try $0.decode(0, as: UUID.self) }
        guard !ids.isEmpty else { return [] }
        let orders = try await transaction.query(
            """
            SELECT \(sql: Table.orders.selected("o")) FROM whistle.orders AS o
            WHERE o.district_id = \(district) AND o.whistle_id = ANY(\(ids)) ORDER BY o.id FOR UPDATE
            """)
        return try Matter.assemble(whistles, orders, rules)
    }

    /// Writes matters and what they have to tell. The one way a change of a whistle reaches the tables.
    public mutating func apply(_ matters: [Matter], history: [HistoryLine], outbox: [OutboxEntry]) {
        let added = matters.flatMap { matter in matter.orders.filter { matter.addedOrders.contains($0.id) } }
        let changed = matters.flatMap { matter in
            (matter.stored?.orders ?? []).filter { matter.changedOrders.contains($0.id) }.compactMap { old in
                matter.order(old.id).map { (old: old, new: $0) }
            }
        }
        let evaluations = matters.flatMap(\.evaluations)
        write(
            Table.whistles.update(
                matters.map(\.whistle), from: matters.map { $0.stored?.whistle ?? Whistle() }, in: district))
        // One live lead a whistle, checked row by row: whoever stops being it goes before whoever becomes it.
        let leads = changed.filter { $0.new.role == .lead && !$0.new.state.isEnded }
        let others = changed.filter { $0.new.role != .lead || $0.new.state.isEnded }
        write(Table.orders.update(others.map(\.new), from: others.map(\.old), in: district))
        write(Table.orders.update(leads.map(\.new), from: leads.map(\.old), in: district))
        if !added.isEmpty { writes.append(Table.orders.insert(added, into: district)) }
        let precedents = matters.flatMap(\.precedents)
        if !precedents.isEmpty { writes.append(Table.precedents.insert(precedents, into: district)) }
        if !evaluations.isEmpty { writes.append(Table.evaluations.insert(evaluations, into: district)) }
        record(history, outbox)
    }

    private mutating func write(_ sql: SQL?) { if let sql { writes.append(sql) } }

    /// Writes history and outbox.
    public mutating func record(_ history: [HistoryLine], _ outbox: [OutboxEntry]) {
        if !history.isEmpty { writes.append(Table.history.insert(history, into: district)) }
        if !outbox.isEmpty { writes.append(Table.outbox.insert(outbox, into: district)) }
    }

    /// Writes new matters: whistles, then all that hangs on them.
    public mutating func add(_ raised: [RaisedMatter]) { writes += Store.statements(adding: raised, to: district) }
}

/// A whistle that is about to be stored for the first time, with all that is stored beside it.
public struct RaisedMatter: Sendable {
    public var matter: Matter
    /// Items made for it.
    public var items: [Item]
    public var contact: SealedContact?
    public var history: HistoryLine
    public var outbox: OutboxEntry
    public var answer: RememberedAnswer?

    public init(
        matter: Matter, items: [Item], contact: SealedContact?, history: HistoryLine, outbox: OutboxEntry,
        answer: RememberedAnswer?
    ) {
        self.matter = matter
        self.items = items
        self.contact = contact
        self.history = history
        self.outbox = outbox
        self.answer = answer
    }
}

extension Store {
    /// Stores whistles of one district in one statement a table, one round trip and one commit.
    public func add(_ raised: [RaisedMatter], to district: String) async throws(PostgresError) {
        // What these statements name they write themselves, so the tables need not ask again (ADR 4).
        let scope = Store.scope(district) + ", set_config('whistle.raising', 'on', true)"
        _ = try await broker.pipeline([scope] + Store.statements(adding: raised, to: district))
        news.ring()
    }

    /// Whether a whistle was stored.
    public func hasWhistle(_ id: UUID, in district: String) async throws(PostgresError) -> Bool {
        try await !read(
            district, "SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = \(district) AND w.id = \(id)"
        ).isEmpty
    }

    static func statements(adding raised: [RaisedMatter], to district: String) -> [SQL] {
        var whistles: [Whistle] = []
        var orders: [Order] = []
        var items: [Item] = []
        var answers: [RememberedAnswer] = []
        var contacts: [SealedContact] = []
        var history: [HistoryLine] = []
        var outbox: [OutboxEntry] = []
        // In one pass and by place: whoever takes one out copies all that hangs on it.
        for place in raised.indices {
            whistles.append(raised[place].matter.whistle)
            orders += raised[place].matter.orders
            items += raised[place].items
            if let answer = raised[place].answer { answers.append(answer) }
            if let contact = raised[place].contact { contacts.append(contact) }
            history.append(raised[place].history)
            outbox.append(raised[place].outbox)
        }
        var statements: [SQL] = []
        // First: another request under the same key fails here, before anything else is written.
        if !answers.isEmpty { statements.append(Table.answers.insert(answers, into: district)) }
        statements.append(Table.whistles.insert(whistles, into: district))
        if !orders.isEmpty { statements.append(Table.orders.insert(orders, into: district)) }
        if !items.isEmpty { statements.append(Table.items.insert(items, into: district)) }
        if !contacts.isEmpty { statements.append(Table.contacts.insert(contacts, into: district)) }
        statements.append(Table.history.insert(history, into: district))
        statements.append(Table.outbox.insert(outbox, into: district))
        return statements
    }

    /// Reads one matter, or `nil` when the district has none of that id.
    public func matter(
        _ key: MatterKey, in district: String, rules: (Int) throws -> MatterRules
    ) async throws -> Matter? { try await matters(key, in: district, rules: rules).first }

    /// Reads matters, those that the district has, in no order.
    public func matters(
        _ key: MatterKey, in district: String, rules: (Int) throws -> MatterRules
    ) async throws -> [Matter] {
        let ids: SQL =
            switch key {
            case .whistles(let ids): "\(ids)"
            case .orders(let ids):
                "ARRAY(SELECT o.whistle_id FROM whistle.orders AS o WHERE o.district_id = \(district) AND o.id = ANY(\(ids)))"
            }
        let rows = try await read(
            district,
            [
                """
                SELECT \(sql: Table.whistles.selected("w")) FROM whistle.whistles AS w
                WHERE w.district_id = \(district) AND w.id = ANY(\(sql: ids))
                """,
                """
                SELECT \(sql: Table.orders.selected("o")) FROM whistle.orders AS o
                WHERE o.district_id = \(district) AND o.whistle_id = ANY(\(sql: ids)) ORDER BY o.id
                """,
            ])
        return try Matter.assemble(rows[0], rows[1], rules)
    }

    /// What a list of whistles is narrowed by; `nil` takes all.
    public struct WhistleFilter: Sendable {
        public var state: WhistleState?
        public var kind: WhistleKind?
        public var category: String?
        public var township: String?
        public var department: String?
        /// Late now: the total clock runs and its due time is before this moment.
        public var overdueAt: Timestamp?
        public var text: String?
        public var since: Timestamp?
        public var until: Timestamp?
        /// Only what this organization may see.
        public var viewer: String?

        public init() {}
    }

    /// A search takes so many candidates at first; four times as many each time the other conditions left too few.
    private static let firstCandidates = 50
    private static let mostCandidates = 12_800

    /// Whistles, newest first.
    /// - Parameters:
    ///   - before: the last id of the page before.
    ///   - limit: the most to return.
    public func whistles(
        _ filter: WhistleFilter, before: UUID?, limit: Int, in district: String, rules: (Int) throws -> MatterRules
    ) async throws -> [Matter] {
        guard let text = filter.text else {
            return try await whistles(filter, among: nil, before: before, limit: limit, in: district, rules: rules)
        }
        var found: [Matter] = []
        var (last, wanted) = (before, max(limit, Self.firstCandidates))
        while true {
            let ids = try await find(
                text, category: filter.category, township: filter.township, viewer: filter.viewer, before: last,
                limit: wanted, in: district)
            if !ids.isEmpty {
                found += try await whistles(
                    filter, among: ids, before: nil, limit: limit - found.count, in: district, rules: rules)
            }
            guard found.count < limit, ids.count == wanted else { return found }
            (last, wanted) = (ids.last, min(wanted * 4, Self.mostCandidates))
        }
    }

    private func whistles(
        _ filter: WhistleFilter, among ids: [UUID]?, before: UUID?, limit: Int, in district: String,
        rules: (Int) throws -> MatterRules
    ) async throws -> [Matter] {
        var sql: SQL = """
            SELECT \(sql: Table.whistles.selected("w")) FROM whistle.whistles AS w WHERE w.district_id = \(district)
            """
        if let viewer = filter.viewer { sql = sql + " AND w.viewers ? \(viewer)" }
        if let before { sql = sql + " AND w.id < \(before)" }
        if let state = filter.state { sql = sql + " AND w.state = \(state)" }
        if let kind = filter.kind { sql = sql + " AND w.kind = \(kind)" }
        if let category = filter.category { sql = sql + " AND w.category = \(category)" }
        if let township = filter.township { sql = sql + " AND w.township = \(township)" }
        if let department = filter.department {
            sql =
                sql + """
                     AND EXISTS (SELECT 1 FROM whistle.orders AS o WHERE o.district_id = \(district)
                    AND o.whistle_id = w.id AND o.department = \(department))
                    """
        }
        if let moment = filter.overdueAt {
            sql = sql + " AND w.total_met_at IS NULL AND w.total_due_at < \(moment)"
        }
        if let since = filter.since { sql = sql + " AND w.created_at >= \(since)" }
        if let until = filter.until { sql = sql + " AND w.created_at <= \(until)" }
        if let ids { sql = sql + " AND w.id = ANY(\(ids))" }
        sql = sql + " ORDER BY w.id DESC LIMIT \(limit)"
        let whistles = try await read(district, sql)
        let ids = try whistles.map { try $0.decode(0, as: UUID.self) }
        guard !ids.isEmpty else { return [] }
        let orders = try await read(
            district,
            """
            SELECT \(sql: Table.orders.selected("o")) FROM whistle.orders AS o
            WHERE o.district_id = \(district) AND o.whistle_id = ANY(\(ids)) ORDER BY o.id
            """)
        return try Matter.assemble(whistles, orders, rules)
    }
}

extension Matter {
    static func assemble(
        _ whistles: Rows, _ orders: Rows, _ rules: (Int) throws -> MatterRules
    ) throws -> [Matter] {
        let all = try orders.map { try Table.orders.read($0, into: Order()) }
        // In the order of their numbers, which end in -1, -2 … -10.
        let byWhistle = Dictionary(grouping: all, by: \.whistleID).mapValues { orders in
            orders.sorted { ($0.number.count, $0.number) < ($1.number.count, $1.number) }
        }
        return try whistles.map { row in
            let whistle = try Table.whistles.read(row, into: Whistle())
            return Matter(
                whistle: whistle, orders: byWhistle[whistle.id] ?? [], rules: try rules(whistle.rulebookVersion),
                isStored: true)
        }
    }
}
