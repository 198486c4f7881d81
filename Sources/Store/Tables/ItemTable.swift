import Domain
import Postgres

extension Table where Row == Item {
    static let items = Table(
        "items",
        [
            Column("id", \.id), Column("number", \.number), Column("state", \.state), Column("title", \.title),
            Column("category", \.category), Column("channel", \.channel), .location("location", \.location),
            Column("heard_at", \.heardAt), Column("visit_plan", \.visitPlan), Column("organization", \.organization),
            Column("township", \.township), Column("whistle_id", \.whistleID), Column("outcome", \.outcome),
            Column("person", \.person), Column("due_at", \.dueAt), Column("measures", \.measures),
            .texts("members", \.members), Column("grade", \.grade), Column("session_id", \.sessionID),
            Column("visit_id", \.visitID),
            Column("version", \.version, default: 1), Column("created_at", \.createdAt),
        ])
}

extension Table where Row == Evaluation {
    static let evaluations = Table(
        "evaluations",
        [
            Column("id", \.id), Column("whistle_id", \.whistleID), Column("evaluator", \.by),
            Column("organization", \.organization), Column("grade", \.grade), Column("solved", \.solved),
            Column("valid", \.valid), Column("comment", \.comment),
            .small("round", \.round), Column("at", \.at),
        ])
}
