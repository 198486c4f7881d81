import Domain
import Foundation
import Postgres

/// What a POST with an `Idempotency-Key` answered.
public struct RememberedAnswer: Sendable {
    public var organization: String
    public var key: String
    /// SHA-256 of method, path and body.
    public var fingerprint: [UInt8]
    public var status: Int16
    public var location: String?
    public var body: String

    public init(
        organization: String, key: String, fingerprint: [UInt8], status: Int16, location: String?, body: String
    ) {
        self.organization = organization
        self.key = key
        self.fingerprint = fingerprint
        self.status = status
        self.location = location
        self.body = body
    }
}

extension Table where Row == RememberedAnswer {
    static let answers = Table(
        "idempotency",
        [
            Column("organization", \.organization), Column("key", \.key), Column("fingerprint", \.fingerprint),
            Column("status", \.status), Column("location", \.location), Column("body", \.body),
        ])
}

extension Work {
    /// Remembers the answer in the transaction of its work.
    public mutating func remember(_ answer: RememberedAnswer?) {
        // First of all writes: another request under the same key then fails before it writes anything.
        if let answer { writes.insert(Table.answers.insert([answer], into: district), at: 0) }
    }
}

extension Store {
    /// The answers remembered under an organization's keys.
    public func answers(
        _ keys: [(organization: String, key: String)], in district: String
    ) async throws(PostgresError) -> [RememberedAnswer] {
        let rows = try await read(
            district,
            """
            SELECT \(sql: Table.answers.selected("i")) FROM whistle.idempotency AS i
            JOIN unnest(\(keys.map(\.organization)), \(keys.map(\.key))) AS u(organization, key)
            ON i.organization = u.organization AND i.key = u.key WHERE i.district_id = \(district)
            """)
        var answers: [RememberedAnswer] = []
        for row in rows {
            answers.append(
                try Table.answers.read(
                    row,
                    into: RememberedAnswer(
                        organization: "", key: "", fingerprint: [], status: 0, location: nil, body: "")))
        }
        return answers
    }

    /// Forgets answers older than that many hours.
    public func forgetAnswers(olderThanHours hours: Int) async throws(PostgresError) {
        _ = try await loops.query(
            "DELETE FROM whistle.idempotency WHERE recorded_at < now() - make_interval(hours => \(Int32(hours)))")
    }

    /// Whether an error says that another request wrote the same key first.
    public static func isTakenKey(_ error: PostgresError) -> Bool {
        if case .server(_, _, _, _, let constraint, _, _) = error { return constraint == "idempotency_pkey" }
        return false
    }
}
