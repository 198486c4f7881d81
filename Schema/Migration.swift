/// One numbered step of the schema, as it stands in its file.
public struct Migration: Sendable {
    public let version: Int
    public let name: String
    public let sql: String
    /// FNV-1a over the text, 64 bits: guards against an edited file, not against an attacker.
    public let checksum: String

    init(_ version: Int, _ name: String, _ bytes: [UInt8]) {
        self.version = version
        self.name = name
        sql = String(decoding: bytes, as: UTF8.self)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        checksum = String(hash, radix: 16)
    }

    /// All steps, in order.
    public static let all: [Migration] = [
        Migration(1, "districts", PackageResources._001_districts_sql),
        Migration(2, "organizations", PackageResources._002_organizations_sql),
        Migration(3, "whistles", PackageResources._003_whistles_sql),
        Migration(4, "items", PackageResources._004_items_sql),
        Migration(5, "orders", PackageResources._005_orders_sql),
        Migration(6, "history", PackageResources._006_history_sql),
        Migration(7, "feed", PackageResources._007_feed_sql),
        Migration(8, "webhooks", PackageResources._008_webhooks_sql),
        Migration(9, "meetings", PackageResources._009_meetings_sql),
        Migration(10, "precedents", PackageResources._010_precedents_sql),
        Migration(11, "calendars", PackageResources._011_calendars_sql),
        Migration(12, "rules", PackageResources._012_rules_sql),
        Migration(13, "optimistic_changes", PackageResources._013_optimistic_changes_sql),
        Migration(14, "scores", PackageResources._014_scores_sql),
        Migration(15, "field", PackageResources._015_field_sql),
        Migration(16, "table", PackageResources._016_table_sql),
        Migration(17, "links_and_robots", PackageResources._017_links_and_robots_sql),
        Migration(18, "walls", PackageResources._018_walls_sql),
        Migration(19, "invitations_and_search", PackageResources._019_invitations_and_search_sql),
        Migration(20, "attachment_erasure", PackageResources._020_attachment_erasure_sql),
        Migration(21, "raising", PackageResources._021_raising_sql),
    ]
}
