import Domain
import JSON
import Postgres

extension Table where Row == Whistle {
    static let whistles = Table(
        "whistles",
        [
            Column("id", \.id), Column("number", \.number), Column("state", \.state), Column("kind", \.kind),
            Column("category", \.category), Column("channel", \.channel), Column("title", \.title),
            Column("details", \.details), Column("source_reference", \.sourceReference),
            .location("location", \.location),
            Column(
                optional: "joint_signers", get: { $0.jointSigners.map(Int32.init) },
                set: { $0.jointSigners = $1.map(Int.init) }),
            Column("scope", \.scope), Column("raiser", \.raiser), Column("township", \.township),
            Column(
                optional: "routed_by", get: { $0.routing?.by },
                set: { row, by in row.routing = by.map { Routing(by: $0) } }),
            Column(optional: "routing_rule", get: { $0.routing?.rule }, set: { $0.routing?.rule = $1 }),
            Column(optional: "routing_reason", get: { $0.routing?.reason }, set: { $0.routing?.reason = $1 }),
            Column("rulebook_version", get: { Int32($0.rulebookVersion) }, set: { $0.rulebookVersion = Int($1) }),
            Column("proposed_lead", \.proposedLead), .texts("proposed_assisting", \.proposedAssisting),
            Column("round", get: { Int32($0.round) }, set: { $0.round = Int($1) }),
        ] + Column.clock("total", \.total) + Column.clock("review", \.review) + Column.clock("hand_over", \.handOver)
            + Column.clock("reply", \.reply) + [
                Column("suspended_at", \.suspendedAt), Column("closed_at", \.closedAt),
                Column("merged_into", \.mergedInto), Column("referred_at", \.referredAt),
                Column("orders_made", get: { Int32($0.ordersMade) }, set: { $0.ordersMade = Int($1) }),
                Column("item_count", get: { Int32($0.itemCount) }, set: { $0.itemCount = Int($1) }),
                Column("has_contact", \.hasContact), .texts("viewers", \.viewers), Column("version", \.version),
                Column("sequence", \.sequence), Column("head_hash", \.headHash), Column("created_at", \.createdAt),
            ])
}

extension Table where Row == Order {
    static let orders = Table(
        "orders",
        [
            Column("id", \.id), Column("whistle_id", \.whistleID), Column("number", \.number),
            Column("department", \.department), Column("role", \.role), Column("state", \.state),
            Column("kind", \.kind), Column("rank", get: { $0.kind.rank }, set: { _, _ in }),
            Column("township", \.township), Column("turn", \.turn),
            Column("round", get: { Int32($0.round) }, set: { $0.round = Int($1) }),
            Column("attempt", get: { Int32($0.attempt) }, set: { $0.attempt = Int($1) }),
            Column(
                optional: "claim_token", get: { $0.claim?.token },
                set: { row, token in row.claim = token.map { Claim(token: $0, expiresAt: Timestamp(microseconds: 0)) } }
            ),
            Column(
                optional: "lease_until", get: { $0.claim?.expiresAt },
                set: { row, until in if let until { row.claim?.expiresAt = until } }),
        ] + Column.clock("receive", \.receive) + Column.clock("report", \.report) + Column.clock("resolve", \.resolve)
            + [
                Column("suspended_at", \.suspendedAt), Column("pending", \.pending), Column("pending_at", \.pendingAt),
                Column("pending_reason", \.pendingReason), Column("pending_until", \.pendingUntil),
                Column("pending_basis", \.pendingBasis), Column("pending_department", \.pendingDepartment),
                Column("state_before_return", \.stateBeforeReturn), Column("person", \.person), Column("note", \.note),
                Column(
                    optional: "percent", get: { $0.percent.map(Int32.init) }, set: { $0.percent = $1.map(Int.init) }),
                Column("outcome", \.outcome), Column("measures", \.measures),
                Column("responsible_person", \.responsiblePerson), Column("handled_by", \.handledBy),
                Column("level", \.level), Column("resolved_at", \.resolvedAt), Column("ended_at", \.endedAt),
                Column("version", \.version), Column("created_at", \.createdAt),
            ])
}

extension Column {
    /// A place, kept as `jsonb`.
    static func location(_ name: String, _ path: WritableKeyPath<Row, Location?> & Sendable) -> Column {
        Column(
            optional: name, get: { $0[keyPath: path].map { JSONB(text: $0.json.text) } },
            set: { row, stored in
                row[keyPath: path] = stored.flatMap { try? JSON(parsing: $0.text) }.map(Location.init(stored:))
            })
    }
}

extension Location {
    /// As it is stored, hashed and shown.
    public var json: JSON {
        var members: [JSON.Member] = []
        if let address { members.append(JSON.Member("address", .string(address))) }
        if let longitude { members.append(JSON.Member("lng", .number(longitude))) }
        if let latitude { members.append(JSON.Member("lat", .number(latitude))) }
        if let community { members.append(JSON.Member("community", .string(community))) }
        if let grid { members.append(JSON.Member("grid", .string(grid))) }
        return .object(members)
    }

    init(stored json: JSON) {
        self.init(
            address: json["address"]?.string, longitude: json["lng"]?.double, latitude: json["lat"]?.double,
            community: json["community"]?.string, grid: json["grid"]?.string)
    }
}
