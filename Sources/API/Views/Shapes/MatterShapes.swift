import Domain

/// What `MatterView` writes.
extension View {
    static let location = View(
        "Location",
        [
            ViewField("address", .text, sometimes: true), ViewField("lng", .number, sometimes: true),
            ViewField("lat", .number, sometimes: true), ViewField("community", .text, sometimes: true),
            ViewField("grid", .text, sometimes: true),
        ])

    static let dayOff = View(
        "DayOff", [ViewField("date", .date), ViewField("reason", .text), ViewField("notice", .maybe(.text))])

    static let clock = View(
        "Clock",
        [
            ViewField("name", .word(ClockName.self)), ViewField("started_at", .moment), ViewField("due_at", .moment),
            ViewField("met_at", .maybe(.moment)), ViewField("paused_seconds", .integer),
            ViewField("overdue", .boolean), ViewField("explanation", .maybe(.view(.explanation))),
        ])

    static let explanation = View(
        "Explanation",
        [
            ViewField("unit", .word(TimeUnit.self)), ViewField("amount", .integer),
            ViewField("rhythm", .word(ReviewCadence.Rhythm.self), sometimes: true),
            ViewField("skipped", .list(.view(.dayOff))), ViewField("provisional", .boolean),
        ])

    static let whistle = View(
        "Whistle",
        [
            ViewField("id", .id), ViewField("number", .text), ViewField("state", .word(WhistleState.self)),
            ViewField("kind", .word(WhistleKind.self)), ViewField("category", .text), ViewField("title", .text),
            ViewField("description", .text), ViewField("channel", .word(Channel.self)),
            ViewField("source_reference", .maybe(.text)), ViewField("location", .maybe(.view(.location))),
            ViewField("joint_signers", .maybe(.integer)), ViewField("scope", .maybe(.word(Scope.self))),
            ViewField("raiser", .text), ViewField("township", .text), ViewField("round", .integer),
            ViewField("orders", .list(.view(.order))), ViewField("clocks", .list(.view(.clock))),
            ViewField("total_due_at", .maybe(.moment)), ViewField("routing", .maybe(.view(.routing))),
            ViewField("suggestion", .view(.precedent), sometimes: true),
            ViewField("answer", .maybe(.view(.whistleAnswer))), ViewField("referred_at", .maybe(.moment)),
            ViewField("possible_duplicates", .list(.view(.possibleDuplicate)), sometimes: true),
            ViewField("items_count", .integer),
            ViewField("rulebook_version", .integer), ViewField("merged_into", .maybe(.id)),
            ViewField("closed_at", .maybe(.moment)), ViewField("contact", .view(.contact), sometimes: true),
            ViewField("version", .integer), ViewField("created_at", .moment),
        ])

    static let contact = View("Contact", [ViewField("name", .maybe(.text)), ViewField("phone", .maybe(.text))])

    /// What whoever raised it was told instead of a dispatch.
    static let whistleAnswer = View(
        "WhistleAnswer",
        [
            ViewField("text", .text), ViewField("to", .maybe(.text)),
            ViewField("handled_as", .maybe(.word(Channel.self))),
        ])

    static let routing = View(
        "Routing",
        [
            ViewField("by", .word(RoutedBy.self)), ViewField("rule", .maybe(.text)),
            ViewField("reason", .maybe(.text)),
        ])

    static let order = View(
        "Order",
        [
            ViewField("id", .id), ViewField("number", .text), ViewField("whistle_id", .id),
            ViewField("department", .text), ViewField("role", .word(OrderRole.self)),
            ViewField("state", .word(OrderState.self)), ViewField("round", .integer), ViewField("attempt", .integer),
            ViewField("clocks", .list(.view(.clock))), ViewField("pending_request", .maybe(.view(.pendingRequest))),
            ViewField("person", .maybe(.text)), ViewField("note", .maybe(.text)),
            ViewField("percent", .maybe(.integer)),
            ViewField("outcome", .maybe(.text)), ViewField("measures", .maybe(.text)),
            ViewField("responsible_person", .maybe(.text)), ViewField("handled_by", .maybe(.text)),
            ViewField("level", .maybe(.word(SupervisionLevel.self))), ViewField("suspended_until", .maybe(.moment)),
            ViewField("resolved_at", .maybe(.moment)),
            ViewField("ended_at", .maybe(.moment)), ViewField("whistle", .view(.whistleSummary)),
            ViewField("version", .integer), ViewField("created_at", .moment),
            ViewField("claim", .view(.claim), sometimes: true),
        ])

    static let claim = View("Claim", [ViewField("token", .id), ViewField("expires_at", .moment)])

    static let pendingRequest = View(
        "PendingRequest",
        [
            ViewField("kind", .word(PendingRequest.self)), ViewField("at", .maybe(.moment)),
            ViewField("reason", .maybe(.text)), ViewField("until", .maybe(.moment)),
            ViewField("legal_basis", .maybe(.text)), ViewField("suggested_department", .maybe(.text)),
        ])

    static let whistleSummary = View(
        "WhistleSummary",
        [
            ViewField("id", .id), ViewField("number", .text), ViewField("title", .text),
            ViewField("kind", .word(WhistleKind.self)), ViewField("state", .word(WhistleState.self)),
            ViewField("category", .text), ViewField("description", .text), ViewField("township", .text),
            ViewField("location", .maybe(.view(.location))),
        ])

    static let historyLine = View(
        "HistoryLine",
        [
            ViewField("seq", .integer), ViewField("type", .text), ViewField("at", .moment), ViewField("actor", .text),
            ViewField("data", .anything), ViewField("hash", .text), ViewField("previous_hash", .text),
        ])

    static let precedent = View(
        "Precedent",
        [
            ViewField("id", .id), ViewField("whistle_id", .id), ViewField("whistle_number", .text),
            ViewField("order_number", .text), ViewField("category", .text), ViewField("title", .text),
            ViewField("department", .text), ViewField("reason", .text), ViewField("legal_basis", .text),
            ViewField("decision", .word(Ruling.Decision.self)), ViewField("decided_department", .maybe(.text)),
            ViewField("note", .text), ViewField("version", .integer), ViewField("created_at", .moment),
        ])

    static let inboxLine = View(
        "InboxLine",
        [
            ViewField("id", .text), ViewField("kind", .text),
            ViewField(
                "subject",
                .object([
                    ViewField("type", .text), ViewField("id", .id), ViewField("number", .text),
                    ViewField("title", .text),
                ])), ViewField("due_at", .maybe(.moment)), ViewField("actions", .list(.text)),
        ])
}
