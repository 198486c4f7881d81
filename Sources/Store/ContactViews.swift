import Domain
import Foundation
import Postgres

/// That somebody was shown a contact, or handed a file: once a day and token.
public struct ContactView: Sendable {
    public var organization: String
    public var role: Role
    public var token: UUID
    public var at: Timestamp
}

extension Store {
    /// The contacts of items and whistles, noting who was shown them in the same transaction.
    public func contacts(of subjects: [UUID], shownTo caller: Caller) async throws -> [UUID: SealedContact] {
        let rows = try await read(
            caller.district,
            [
                """
                INSERT INTO whistle.contact_views (district_id, subject_id, token_id, organization, role)
                SELECT \(caller.district), c.subject_id, \(caller.token ?? UUID.none), \(caller.organization), \(caller.role)
                FROM whistle.contacts AS c WHERE c.district_id = \(caller.district) AND c.subject_id = ANY(\(subjects))
                ON CONFLICT DO NOTHING
                """,
                """
                SELECT \(sql: Table.contacts.selected("c")) FROM whistle.contacts AS c
                WHERE c.district_id = \(caller.district) AND c.subject_id = ANY(\(subjects))
                """,
            ])[1]
        let contacts = try rows.map {
            try Table.contacts.read($0, into: SealedContact(subjectID: UUID.none, name: nil, phone: nil))
        }
        return Dictionary(contacts.map { ($0.subjectID, $0) }) { $1 }
    }

    /// Who was shown a contact, newest first.
    public func contactViews(of subject: UUID, limit: Int, in district: String) async throws -> [ContactView] {
        try await views("contact_views", "subject_id", subject, limit, district)
    }

    /// Notes that the caller is handed a file.
    public func noteView(of attachment: UUID, by caller: Caller) async throws {
        _ = try await read(
            caller.district,
            """
            INSERT INTO whistle.attachment_views (district_id, attachment_id, token_id, organization, role)
            VALUES (\(caller.district), \(attachment), \(caller.token ?? UUID.none), \(caller.organization), \(caller.role))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Who was handed a file, newest first.
    public func attachmentViews(of attachment: UUID, limit: Int, in district: String) async throws -> [ContactView] {
        try await views("attachment_views", "attachment_id", attachment, limit, district)
    }

    private func views(
        _ table: SQL, _ subject: SQL, _ id: UUID, _ limit: Int, _ district: String
    ) async throws -> [ContactView] {
        try await read(
            district,
            """
            SELECT v.organization, v.role, v.token_id, v.recorded_at FROM whistle.\(sql: table) AS v
            WHERE v.district_id = \(district) AND v.\(sql: subject) = \(id)
            ORDER BY v.day DESC, v.recorded_at DESC LIMIT \(limit)
            """
        ).map(ContactView.init)
    }
}

extension ContactView {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            organization: try row.decode(0), role: try row.decode(1), token: try row.decode(2), at: try row.decode(3))
    }
}

extension Store {
    /// Whistles that ended before a moment and still have a contact.
    public func contactsPast(_ moment: Timestamp, limit: Int, in district: String) async throws(PostgresError) -> [UUID]
    {
        let rows = try await read(
            district,
            """
            SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = \(district) AND w.has_contact
            AND w.closed_at < \(moment) ORDER BY w.closed_at LIMIT \(limit)
            """)
        var ids: [UUID] = []
        for row in rows { ids.append(try row.decode(0)) }
        return ids
    }
}
