import Domain

/// What the routes of files, subscriptions, the audit and privacy write.
extension View {
    static let attachment = View(
        "Attachment",
        [
            ViewField("id", .id), ViewField("whistle_id", .id), ViewField("order_id", .maybe(.id)),
            ViewField("name", .text), ViewField("type", .word(AttachmentType.self)), ViewField("size", .integer),
            ViewField("sha256", .text), ViewField("organization", .text), ViewField("version", .integer),
            ViewField("created_at", .moment), ViewField("erased_at", .maybe(.moment)),
        ])

    static let calendarToken = View("CalendarToken", calendarTokenFields)

    /// The one time that a subscription's token is shown; again under its idempotency key it comes without.
    static let issuedCalendarToken = View(
        "IssuedCalendarToken",
        calendarTokenFields + [
            ViewField("token", .text, sometimes: true), ViewField("path", .text, sometimes: true),
            ViewField("secret_already_shown", .boolean, sometimes: true),
        ])

    private static let calendarTokenFields: [ViewField] = [
        ViewField("id", .id), ViewField("organization", .text), ViewField("name", .text), ViewField("prefix", .text),
        ViewField("revoked_at", .maybe(.moment)), ViewField("last_used_at", .maybe(.moment)),
        ViewField("version", .integer), ViewField("created_at", .moment),
    ]

    static let auditReport = View(
        "AuditReport",
        [
            ViewField("ok", .boolean), ViewField("events_checked", .integer),
            ViewField("checkpoints_checked", .integer), ViewField("feed_checked", .integer),
            ViewField("first_broken", .maybe(.view(.historyFault))),
        ])

    static let historyFault = View(
        "HistoryFault",
        [
            ViewField("type", .text), ViewField("id", .text), ViewField("number", .maybe(.text)),
            ViewField("seq", .integer), ViewField("fault", .word(HistoryFault.Kind.self)), ViewField("detail", .text),
        ])

    static let checkpoint = View(
        "Checkpoint",
        [
            ViewField("number", .integer), ViewField("created_at", .moment), ViewField("entries", .integer),
            ViewField("previous_hash", .text), ViewField("hash", .text),
        ])

    static let contactView = View(
        "ContactView",
        [
            ViewField("organization", .text), ViewField("role", .word(Role.self)), ViewField("token_id", .id),
            ViewField("at", .moment),
        ])
}
