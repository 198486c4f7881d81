import Domain
import Foundation
import Postgres

/// A contact as it is stored.
public struct SealedContact: Sendable {
    public var subjectID: UUID
    public var name: [UInt8]?
    public var phone: [UInt8]?
    /// A keyed digest for the history: it proves what was there and tells nothing of it. Not stored beside it.
    public var digest: [UInt8] = []

    public init(subjectID: UUID, name: [UInt8]?, phone: [UInt8]?) {
        self.subjectID = subjectID
        self.name = name
        self.phone = phone
    }
}

extension Table where Row == SealedContact {
    static let contacts = Table(
        "contacts",
        [Column("subject_id", \.subjectID), Column("name", \.name), Column("phone", \.phone)])
}

extension Work {
    public mutating func add(_ items: [Item], contacts: [SealedContact]) {
        if !items.isEmpty { writes.append(Table.items.insert(items, into: district)) }
        if !contacts.isEmpty { writes.append(Table.contacts.insert(contacts, into: district)) }
    }

    public mutating func save(_ items: [Item]) {
        if !items.isEmpty { writes.append(Table.items.update(items, in: district)) }
    }

    public mutating func add(_ evaluation: ItemEvaluation) {
        writes.append(Table.itemEvaluations.insert([evaluation], into: district))
    }

    /// Locks items by id and reads them.
    public func lockItems(_ ids: [UUID]) async throws -> [Item] {
        let rows = try await transaction.query(
            """
            SELECT \(sql: Table.items.selected("i")) FROM whistle.items AS i
            WHERE i.district_id = \(district) AND i.id = ANY(\(ids)) ORDER BY i.id FOR UPDATE
            """)
        return try rows.map { try Table.items.read($0, into: Item()) }
    }
}

extension Store {
    /// What a list of items is narrowed by; `nil` takes all.
    public struct ItemFilter: Sendable {
        public var state: ItemState?
        public var channel: Channel?
        public var category: String?
        public var whistle: UUID?
        public var visitPlan: String?
        public var session: UUID?
        /// Heard from then on, and until then; where nobody said when, filed.
        public var since: Timestamp?
        public var until: Timestamp?
        /// The community that heard it, or in which it is.
        public var community: String?
        public var township: String?
        /// Only what this organization heard, or heard of as the township above.
        public var viewer: String?

        public init() {}
    }

    /// Items, newest first.
    public func items(
        _ filter: ItemFilter, before: UUID?, limit: Int, in district: String
    ) async throws -> [Item] {
        var sql: SQL = """
            SELECT \(sql: Table.items.selected("i")) FROM whistle.items AS i
            WHERE i.district_id = \(district)\(sql: filter.conditions)
            """
        if let state = filter.state { sql = sql + " AND i.state = \(state)" }
        if let before { sql = sql + " AND i.id < \(before)" }
        sql = sql + " ORDER BY i.id DESC LIMIT \(limit)"
        return try await read(district, sql).map { try Table.items.read($0, into: Item()) }
    }

    /// How many items of a list stand where, whatever its pages and the state it asks for.
    public func itemCounts(_ filter: ItemFilter, in district: String) async throws -> [ItemState: Int] {
        let rows = try await read(
            district,
            """
            SELECT i.state, count(*) FROM whistle.items AS i
            WHERE i.district_id = \(district)\(sql: filter.conditions) GROUP BY i.state
            """)
        var counts: [ItemState: Int] = [:]
        for row in rows { counts[try row.decode(0)] = try row.decode(1) }
        return counts
    }

    public func item(_ id: UUID, in district: String) async throws -> Item? {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.items.selected("i")) FROM whistle.items AS i
            WHERE i.district_id = \(district) AND i.id = \(id)
            """)
        return try rows.first.map { try Table.items.read($0, into: Item()) }
    }

    /// The contacts of items and whistles.
    public func contacts(of subjects: [UUID], in district: String) async throws -> [UUID: SealedContact] {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.contacts.selected("c")) FROM whistle.contacts AS c
            WHERE c.district_id = \(district) AND c.subject_id = ANY(\(subjects))
            """)
        let contacts = try rows.map {
            try Table.contacts.read($0, into: SealedContact(subjectID: UUID.none, name: nil, phone: nil))
        }
        return Dictionary(contacts.map { ($0.subjectID, $0) }) { $1 }
    }
}

extension Store.ItemFilter {
    /// All but the state.
    fileprivate var conditions: SQL {
        var sql: SQL = ""
        if let channel { sql = sql + " AND i.channel = \(channel)" }
        if let category { sql = sql + " AND i.category = \(category)" }
        if let whistle { sql = sql + " AND i.whistle_id = \(whistle)" }
        if let visitPlan { sql = sql + " AND i.visit_plan = \(visitPlan)" }
        if let session { sql = sql + " AND i.session_id = \(session)" }
        if let since { sql = sql + " AND coalesce(i.heard_at, i.created_at) >= \(since)" }
        if let until { sql = sql + " AND coalesce(i.heard_at, i.created_at) <= \(until)" }
        if let community {
            sql = sql + " AND (i.organization = \(community) OR i.location->>'community' = \(community))"
        }
        if let township { sql = sql + " AND i.township = \(township)" }
        if let viewer { sql = sql + " AND (i.organization = \(viewer) OR i.township = \(viewer))" }
        return sql
    }
}
