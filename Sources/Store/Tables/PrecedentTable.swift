import Domain
import Postgres

extension Table where Row == Precedent {
    static let precedents = Table(
        "precedents",
        [
            Column("id", \.id), Column("whistle_id", \.whistleID), Column("whistle_number", \.whistleNumber),
            Column("order_number", \.orderNumber), Column("category", \.category), Column("title", \.title),
            Column("department", \.department), Column("reason", \.reason), Column("legal_basis", \.legalBasis),
            Column("decision", \.decision), Column("decided_department", \.decidedDepartment), Column("note", \.note),
            Column("version", \.version, default: 1), Column("created_at", \.createdAt),
        ])
}
