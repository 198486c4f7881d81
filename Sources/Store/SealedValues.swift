import Domain
import Foundation
import Postgres

/// Everything that is stored sealed, across districts: for putting it under a new key. Needs the login that owns the
/// schema.
public struct SealedValues: Sendable {
    /// One column that holds sealed values.
    public struct Place: Sendable {
        let table: String
        let key: String
        let column: String
        /// What the values are sealed for, before the row's id.
        public let context: String
    }

    /// A sealed value in its row.
    public struct Value: Sendable {
        public var district: String
        public var id: UUID
        public var bytes: [UInt8]
    }

    public static let places: [Place] = [
        Place(table: "webhooks", key: "id", column: "url", context: "webhook-url"),
        Place(table: "webhooks", key: "id", column: "secret", context: "webhook-secret"),
        Place(table: "webhooks", key: "id", column: "old_secrets", context: "webhook-old-secrets"),
        Place(table: "webhooks", key: "id", column: "signing_secret", context: "webhook-signing-secret"),
        Place(table: "contacts", key: "subject_id", column: "name", context: "name"),
        Place(table: "contacts", key: "subject_id", column: "phone", context: "phone"),
    ]

    private let owner: PostgresPool

    public init(owner: PostgresPool) { self.owner = owner }

    /// Values of one column after a row, in the order of district and id.
    public func values(
        of place: Place, after last: Value?, limit: Int
    ) async throws(PostgresError) -> [Value] {
        let (key, column) = (SQL(stringLiteral: place.key), SQL(stringLiteral: place.column))
        let rows = try await owner.query(
            """
            SELECT t.district_id, t.\(sql: key), t.\(sql: column)
            FROM whistle.\(sql: SQL(stringLiteral: place.table)) AS t
            WHERE t.\(sql: column) IS NOT NULL
            AND (t.district_id, t.\(sql: key)) > (\(last?.district ?? ""), \(last?.id ?? UUID.none))
            ORDER BY t.district_id, t.\(sql: key) LIMIT \(limit)
            """)
        var values: [Value] = []
        for row in rows {
            values.append(
                Value(district: try row.decode(0), id: try row.decode(1), bytes: try row.decode(2)))
        }
        return values
    }

    /// Writes a value anew, unless somebody altered it since it was read.
    public func replace(_ value: Value, with bytes: [UInt8], in place: Place) async throws(PostgresError) {
        let column = SQL(stringLiteral: place.column)
        _ = try await owner.query(
            """
            UPDATE whistle.\(sql: SQL(stringLiteral: place.table)) AS t SET \(sql: column) = \(bytes)
            WHERE t.district_id = \(value.district) AND t.\(sql: SQL(stringLiteral: place.key)) = \(value.id)
            AND t.\(sql: column) = \(value.bytes)
            """)
    }

    /// Notes which robot an endpoint writes to.
    public func identify(_ webhook: Value, as robot: [UInt8]) async throws(PostgresError) {
        _ = try await owner.query(
            """
            UPDATE whistle.webhooks SET robot = \(robot) WHERE district_id = \(webhook.district)
            AND id = \(webhook.id) AND url = \(webhook.bytes)
            """)
    }

    /// Addresses of chat robots' endpoints: all, or those of which it is not known which robot they write to.
    /// - Parameter programs: the adapters that are no robots.
    public func robots(unknownOnly: Bool, programs: [String]) async throws(PostgresError) -> [Value] {
        let narrowed: SQL = unknownOnly ? " AND w.robot IS NULL" : ""
        let rows = try await owner.query(
            """
            SELECT w.district_id, w.id, w.url FROM whistle.webhooks AS w
            WHERE w.adapter <> ALL(\(programs))\(sql: narrowed)
            """)
        var values: [Value] = []
        for row in rows {
            values.append(
                Value(district: try row.decode(0), id: try row.decode(1), bytes: try row.decode(2)))
        }
        return values
    }
}
