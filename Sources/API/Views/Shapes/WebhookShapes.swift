/// What `WebhookViews` and the feed write.
extension View {
    static let webhook = View(
        "Webhook",
        [
            ViewField("id", .id), ViewField("name", .text), ViewField("organization", .text),
            ViewField("adapter", .word(WebhookRequest.adapters)), ViewField("url", .text),
            ViewField("events", .list(.text)), ViewField("state", .word(["active", "paused", "disabled"])),
            ViewField("state_reason", .maybe(.text)), ViewField("mentions", .list(.text)),
            ViewField("digest", .boolean), ViewField("on_unknown", .word(["resend", "hold"])),
            ViewField("handshake", .boolean), ViewField("language", .maybe(.word(["zh-CN", "en"]))),
            ViewField("has_signing_secret", .boolean),
            ViewField("secret", .text, sometimes: true), ViewField("secret_already_shown", .boolean, sometimes: true),
            ViewField("version", .integer), ViewField("created_at", .moment),
        ])

    static let delivery = View(
        "Delivery",
        [
            ViewField("id", .id), ViewField("event_id", .id), ViewField("type", .text),
            ViewField(
                "state",
                .word(["pending", "delivering", "delivered", "retrying", "unknown", "parked", "coalesced", "dead"])),
            ViewField("digest_id", .maybe(.id)), ViewField("attempts", .list(.view(.attempt))),
        ])

    static let attempt = View(
        "Attempt",
        [
            ViewField("at", .moment), ViewField("status", .maybe(.integer)), ViewField("vendor_code", .maybe(.text)),
            ViewField("meaning", .maybe(.text)), ViewField("hint", .maybe(.text)), ViewField("duration_ms", .integer),
            ViewField("error", .maybe(.text)), ViewField("response_excerpt", .maybe(.text)),
        ])

    static let webhookTest = View(
        "WebhookTest",
        [
            ViewField("delivered", .boolean), ViewField("status", .maybe(.integer)),
            ViewField("vendor_code", .maybe(.text)), ViewField("meaning", .maybe(.text)),
            ViewField("hint", .maybe(.text)), ViewField("error", .maybe(.text)), ViewField("duration_ms", .integer),
            ViewField("response_excerpt", .maybe(.text)),
        ])

    static let replay = View(
        "Replay",
        [
            ViewField("dry_run", .boolean), ViewField("parked", .integer), ViewField("dead", .integer),
            ViewField("deliveries", .integer),
        ])

    static let event = View(
        "Event",
        [ViewField("id", .integer), ViewField("type", .text), ViewField("at", .moment), ViewField("data", .anyObject)])
}
