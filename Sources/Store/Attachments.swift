import Domain
import Foundation
import Postgres

extension AttachmentType: PostgresEncodable, PostgresDecodable {}

extension Table where Row == Attachment {
    static let attachments = Table(
        "attachments",
        [
            Column("id", \.id), Column("whistle_id", \.whistleID), Column("order_id", \.orderID),
            Column("name", \.name), Column("type", \.type), Column("size", \.size), Column("sha256", \.sha256),
            Column("organization", \.organization), Column("version", \.version, default: 1),
            Column("created_at", \.createdAt), Column("erased_at", \.erasedAt),
        ])
}

extension Work {
    public mutating func add(_ attachment: Attachment) {
        writes.append(Table.attachments.insert([attachment], into: district))
    }

    /// What a whistle holds in files; its row is held.
    public func attachmentSum(of whistle: UUID) async throws -> AttachmentSum {
        try await transaction.query(Store.attachmentSum(of: whistle, in: district)).first.map(AttachmentSum.init)
            ?? AttachmentSum()
    }

    public func attachment(_ id: UUID) async throws -> Attachment? {
        try await transaction.query(Store.attachment(id, in: district)).first.map {
            try Table.attachments.read($0, into: Attachment())
        }
    }

    /// Removes a file's bytes and writes what is left of its row.
    public mutating func erase(_ attachment: Attachment) {
        writes.append(
            """
            UPDATE whistle.attachments SET name = \(attachment.name), version = \(attachment.version),
                erased_at = \(attachment.erasedAt)
            WHERE district_id = \(district) AND id = \(attachment.id)
            """)
        writes.append(
            """
            DELETE FROM whistle.attachment_chunks AS c
            WHERE c.district_id = \(district) AND c.attachment_id = \(attachment.id)
            """)
    }

    /// Removes the contacts of a whistle and of the items it carries.
    public mutating func eraseContacts(of whistle: UUID) {
        writes.append(
            """
            DELETE FROM whistle.contacts AS c WHERE c.district_id = \(district) AND (c.subject_id = \(whistle)
                OR c.subject_id IN (
                    SELECT i.id FROM whistle.items AS i WHERE i.district_id = \(district) AND i.whistle_id = \(whistle)))
            """)
    }
}

extension Store {
    /// A whistle's files, oldest first.
    public func attachments(of whistle: UUID, in district: String) async throws -> [Attachment] {
        try await read(
            district,
            """
            SELECT \(sql: Table.attachments.selected("a")) FROM whistle.attachments AS a
            WHERE a.district_id = \(district) AND a.whistle_id = \(whistle) ORDER BY a.id
            """
        ).map { try Table.attachments.read($0, into: Attachment()) }
    }

    public func attachment(_ id: UUID, in district: String) async throws -> Attachment? {
        try await read(district, Store.attachment(id, in: district)).first.map {
            try Table.attachments.read($0, into: Attachment())
        }
    }

    fileprivate static func attachment(_ id: UUID, in district: String) -> SQL {
        """
        SELECT \(sql: Table.attachments.selected("a")) FROM whistle.attachments AS a
        WHERE a.district_id = \(district) AND a.id = \(id)
        """
    }

    /// What a whistle holds in files, before it is held itself.
    public func attachmentSum(of whistle: UUID, in district: String) async throws -> AttachmentSum {
        try await read(district, Store.attachmentSum(of: whistle, in: district)).first.map(AttachmentSum.init)
            ?? AttachmentSum()
    }

    fileprivate static func attachmentSum(of whistle: UUID, in district: String) -> SQL {
        """
        SELECT count(*), coalesce(sum(a.size), 0)::bigint FROM whistle.attachments AS a
        WHERE a.district_id = \(district) AND a.whistle_id = \(whistle) AND a.erased_at IS NULL
        """
    }

    /// Stores a piece of a file; it is seen by nobody before the file's row names it.
    public func addChunk(
        _ bytes: [UInt8], at place: Int, of attachment: UUID, in district: String
    ) async throws(PostgresError) {
        _ = try await read(
            district,
            """
            INSERT INTO whistle.attachment_chunks (district_id, attachment_id, place, bytes)
            VALUES (\(district), \(attachment), \(Int32(place)), \(bytes))
            """)
    }

    /// A piece of a file; `nil` behind the last.
    public func chunk(_ place: Int, of attachment: UUID, in district: String) async throws(PostgresError) -> [UInt8]? {
        try await read(
            district,
            """
            SELECT c.bytes FROM whistle.attachment_chunks AS c
            WHERE c.district_id = \(district) AND c.attachment_id = \(attachment) AND c.place = \(Int32(place))
            """
        ).first?.decode(0)
    }

    /// Removes the pieces of a file that came to nothing.
    public func dropChunks(of attachment: UUID, in district: String) async throws(PostgresError) {
        _ = try await read(
            district,
            """
            DELETE FROM whistle.attachment_chunks WHERE district_id = \(district) AND attachment_id = \(attachment)
            AND NOT EXISTS (
                SELECT 1 FROM whistle.attachments AS a WHERE a.district_id = \(district) AND a.id = \(attachment))
            """)
    }

    /// Removes the pieces of uploads that a broker's end cut off: older than a day, since no upload takes that long. Those
    /// older than a week were looked at before.
    public func dropLostChunks() async throws(PostgresError) {
        _ = try await loops.query(
            """
            DELETE FROM whistle.attachment_chunks AS c
            WHERE c.recorded_at BETWEEN now() - interval '7 days' AND now() - interval '1 day' AND NOT EXISTS (
                SELECT 1 FROM whistle.attachments AS a
                WHERE a.district_id = c.district_id AND a.id = c.attachment_id)
            """)
    }
}

extension AttachmentSum {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(count: try row.decode(0), bytes: try row.decode(1))
    }
}
