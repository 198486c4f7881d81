import Domain
import Foundation
import Postgres

/// A signed link at the moment of its use.
public struct SpentLink: Sendable {
    /// What all its copies have in common.
    public var digest: [UInt8]
    public var action: String
    public var subject: UUID
    public var organization: String
    public var expiresAt: Timestamp

    public init(digest: [UInt8], action: String, subject: UUID, organization: String, expiresAt: Timestamp) {
        self.digest = digest
        self.action = action
        self.subject = subject
        self.organization = organization
        self.expiresAt = expiresAt
    }
}

extension Work {
    /// Notes the use of a link, in the transaction of what it does.
    /// - Returns: false when it was used before. Somebody using it at the same moment is waited for.
    public func spend(_ link: SpentLink) async throws -> Bool {
        let rows = try await transaction.query(
            """
            INSERT INTO whistle.spent_links (district_id, link, action, subject_id, organization, expires_at)
            VALUES (\(district), \(link.digest), \(link.action), \(link.subject), \(link.organization),
                \(link.expiresAt))
            ON CONFLICT DO NOTHING RETURNING 1
            """)
        return !rows.isEmpty
    }
}

extension Store {
    /// Whether a link was used.
    public func isSpent(_ digest: [UInt8], in district: String) async throws(PostgresError) -> Bool {
        try await !read(
            district,
            "SELECT 1 FROM whistle.spent_links AS s WHERE s.district_id = \(district) AND s.link = \(digest)"
        ).isEmpty
    }
}
