import Domain
import JSON
import Postgres

extension Table where Row == Whistle {
    static let whistles = Table(
        "whistles", revision: "sequence",
        [
            Column("id", \.id), Column("number", \.number), Column("state", \.state), Column("kind", \.kind),
            Column("category", \.category), Column("channel", \.channel), Column("title", \.title),
            Column("details", \.details), Column("source_reference", \.sourceReference),
            .location("location", \.location),
            .small("joint_signers", \.jointSigners),
            Column("scope", \.scope), Column("raiser", \.raiser), Column("township", \.township),
            Column(
                optional: "routed_by", get: { $0.pointee.routing?.by },
                set: { row, by in row.routing = by.map { Routing(by: $0) } }),
            Column(optional: "routing_rule", get: { $0.pointee.routing?.rule }, set: { $0.routing?.rule = $1 }),
            Column(optional: "routing_reason", get: { $0.pointee.routing?.reason }, set: { $0.routing?.reason = $1 }),
            .small("rulebook_version", \.rulebookVersion),
            Column("proposed_lead", \.proposedLead), .texts("proposed_assisting", \.proposedAssisting),
            .small("round", \.round, default: 1), .small("corrections", \.corrections, default: 0),
            Column("answered", \.answered, default: false), Column("revisit_grade", \.revisitGrade),
            Column("revisit_solved", \.revisitSolved),
        ] + Column.clock("total", \.total) + Column.clock("review", \.review) + Column.clock("hand_over", \.handOver)
            + Column.clock("reply", \.reply) + Column.clock("convene", \.convene) + [
                Column("reviewer", \.reviewer), .texts("co_raisers", \.coRaisers),
                Column("suspended_at", \.suspendedAt), Column("escalate_at", \.escalateAt),
                Column("closed_at", \.closedAt), Column("revisited_at", \.revisitedAt),
                Column("merged_into", \.mergedInto), Column("referred_at", \.referredAt),
                Column("total_set", \.isTotalSet, default: false), .small("returns_made", \.returns, default: 0),
                Column(
                    optional: "answer", get: { $0.pointee.answer?.text },
                    set: { row, text in row.answer = text.map { WhistleAnswer(text: $0) } }),
                Column(optional: "answer_to", get: { $0.pointee.answer?.to }, set: { $0.answer?.to = $1 }),
                Column(
                    optional: "answer_as", get: { $0.pointee.answer?.handledAs },
                    set: { $0.answer?.handledAs = $1 }),
                .small("orders_made", \.ordersMade, default: 0),
                .small("item_count", \.itemCount, default: 0),
                Column("has_contact", \.hasContact, default: false), .texts("viewers", \.viewers),
                Column("version", \.version, default: 1),
                Column("sequence", \.sequence, default: 1), Column("head_hash", \.headHash),
                Column("created_at", \.createdAt),
            ])
}

extension Table where Row == Whistle {
    /// What an order shows of its whistle, and what receiving it needs to know.
    static let whistlesOfOrders = whistles.part([
        "id", "number", "state", "kind", "category", "title", "details", "location", "raiser", "township",
        "rulebook_version", "total_started_at", "total_due_at", "total_met_at", "total_paused", "total_rungs",
        "total_overdue_at", "suspended_at", "co_raisers", "version", "sequence", "head_hash",
    ])
}

extension Table where Row == Order {
    /// What a queued order can hold: nobody has worked on it.
    static let queuedOrders = orders.part(
        Set(orders.columns.map(\.name)).subtracting([
            "suspended_at", "extensions", "original_due_at", "resolve_set", "state_before_return", "person", "note",
            "percent",
            "outcome", "measures",
            "responsible_person", "handled_by", "resolved_at", "ended_at",
        ]))

    static let orders = Table(
        "orders", revision: "version",
        [
            Column("id", \.id), Column("whistle_id", \.whistleID), Column("number", \.number),
            Column("department", \.department), Column("role", \.role), Column("state", \.state),
            Column("kind", \.kind), Column("rank", get: { $0.pointee.kind.rank }, set: { _, _ in }),
            Column("township", \.township), Column("turn", \.turn),
            .small("round", \.round, default: 1),
            .small("attempt", \.attempt, default: 0),
            Column(
                optional: "claim_token", get: { $0.pointee.claim?.token },
                set: { row, token in row.claim = token.map { Claim(token: $0, expiresAt: Timestamp(microseconds: 0)) } }
            ),
            Column(
                optional: "lease_until", get: { $0.pointee.claim?.expiresAt },
                set: { row, until in if let until { row.claim?.expiresAt = until } }),
        ] + Column.clock("receive", \.receive) + Column.clock("report", \.report) + Column.clock("resolve", \.resolve)
            + [
                Column("suspended_at", \.suspendedAt), .small("extensions", \.extensions, default: 0),
                Column("original_due_at", \.originalDueAt), Column("resolve_set", \.isResolveSet, default: false),
                Column("pending", \.pending),
                Column("pending_at", \.pendingAt),
                Column("pending_reason", \.pendingReason), Column("pending_until", \.pendingUntil),
                Column("pending_basis", \.pendingBasis), Column("pending_department", \.pendingDepartment),
                Column("state_before_return", \.stateBeforeReturn), Column("person", \.person), Column("note", \.note),
                .small("percent", \.percent),
                Column("outcome", \.outcome), Column("measures", \.measures),
                Column("responsible_person", \.responsiblePerson), Column("handled_by", \.handledBy),
                Column("level", \.level), Column("resolved_at", \.resolvedAt), Column("ended_at", \.endedAt),
                Column("version", \.version, default: 1), Column("created_at", \.createdAt),
            ])
}

extension Column {
    /// A place, kept as `jsonb`.
    static func location(_ name: String, _ path: WritableKeyPath<Row, Location?> & Sendable) -> Column {
        let field = field(path)
        return Column(
            optional: name, get: { field($0).map { JSONB(text: $0.json.text) } },
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

    /// Reads what is stored; `nil` for text that is no JSON.
    init?(text: String) {
        guard let json = try? JSON(parsing: text) else { return nil }
        self.init(stored: json)
    }

    init(stored json: JSON) {
        self.init(
            address: json["address"]?.string, longitude: json["lng"]?.double, latitude: json["lat"]?.double,
            community: json["community"]?.string, grid: json["grid"]?.string)
    }
}
