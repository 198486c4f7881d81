import Domain

/// What `ObjectViews` and the administration's routes write.
extension View {
    static let item = View(
        "Item",
        [
            ViewField("id", .id), ViewField("number", .text), ViewField("state", .word(ItemState.self)),
            ViewField("title", .text), ViewField("category", .maybe(.text)), ViewField("channel", .word(Channel.self)),
            ViewField("location", .maybe(.view(.location))), ViewField("heard_at", .maybe(.moment)),
            ViewField("visit_plan", .maybe(.text)), ViewField("organization", .text), ViewField("township", .text),
            ViewField("whistle_id", .maybe(.id)), ViewField("outcome", .maybe(.text)),
            ViewField("person", .maybe(.text)),
            ViewField("due_at", .maybe(.moment)), ViewField("measures", .maybe(.text)),
            ViewField("members", .list(.text)), ViewField("grade", .maybe(.word(Grade.self))),
            ViewField("session_id", .maybe(.id)), ViewField("visit_id", .maybe(.id)), ViewField("version", .integer),
            ViewField("created_at", .moment),
        ])

    static let itemCounts = View(
        "ItemCounts",
        ItemState.allCases.map { ViewField($0.rawValue, .integer) } + [ViewField("total", .integer)])

    static let meeting = View(
        "Meeting",
        meetingFields + [
            ViewField("milestones", .list(.view(.milestone))), ViewField("results", .view(.meetingResults)),
        ])

    static let meetingResults = View(
        "MeetingResults",
        [
            ViewField("matters", .integer), ViewField("decided", .integer),
            ViewField("outcomes", .object(Outcome.allCases.map { ViewField($0.rawValue, .integer) })),
            ViewField("milestones", .integer), ViewField("done", .integer), ViewField("done_late", .integer),
            ViewField("missed", .integer),
        ])

    /// As it stands in a list: without its milestones.
    static let meetingSummary = View("MeetingSummary", meetingFields)

    private static let meetingFields: [ViewField] = [
        ViewField("id", .id), ViewField("number", .text), ViewField("state", .word(MeetingState.self)),
        ViewField("title", .text), ViewField("form", .word(MeetingForm.self)),
        ViewField("method", .word(MeetingMethod.self)), ViewField("convener", .text), ViewField("starts_at", .moment),
        ViewField("ends_at", .moment), ViewField("place", .text), ViewField("agenda", .list(.text)),
        ViewField("theme", .maybe(.text)),
        ViewField(
            "residents", .object([ViewField("invited", .maybe(.integer)), ViewField("present", .maybe(.integer))])),
        ViewField("attendees_present", .maybe(.integer)), ViewField("steps", .list(.word(MeetingStep.self))),
        ViewField("topics", .list(.text)), ViewField("plan", .maybe(.text)), ViewField("carried_out", .maybe(.text)),
        ViewField(
            "evaluation",
            .maybe(.object([ViewField("grade", .word(Grade.self)), ViewField("note", .maybe(.text))]))),
        ViewField("reason", .maybe(.text)), ViewField("held_at", .maybe(.moment)), ViewField("whistles", .list(.id)),
        ViewField("attendance", .list(.view(.attendance))), ViewField("items", .list(.view(.meetingItem))),
        ViewField("version", .integer), ViewField("created_at", .moment),
    ]

    static let attendance = View(
        "Attendance",
        [
            ViewField("organization", .text), ViewField("status", .word(AttendanceStatus.self)),
            ViewField("person", .maybe(.text)), ViewField("delegate", .maybe(.text)),
            ViewField("reason", .maybe(.text)), ViewField("proposed_at", .maybe(.moment)),
        ])

    static let meetingItem = View(
        "MeetingItem",
        [
            ViewField("whistle", .id), ViewField("outcome", .maybe(.word(Outcome.self))),
            ViewField("decision", .maybe(.text)), ViewField("lead", .maybe(.text)),
            ViewField("assisting", .list(.text)), ViewField("responsible_person", .maybe(.text)),
            ViewField("due_at", .maybe(.moment)),
        ])

    static let invitation = View(
        "Invitation",
        [
            ViewField("id", .id), ViewField("number", .text), ViewField("title", .text),
            ViewField("starts_at", .moment), ViewField("ends_at", .moment), ViewField("place", .text),
            ViewField("status", .word(AttendanceStatus.self)), ViewField("actions", .list(.word(MeetingAction.self))),
        ])

    static let milestone = View(
        "Milestone",
        [
            ViewField("id", .id), ViewField("meeting_id", .id), ViewField("whistle_id", .id),
            ViewField("title", .text), ViewField("due_at", .moment), ViewField("state", .word(MilestoneState.self)),
            ViewField("organization", .text), ViewField("note", .maybe(.text)), ViewField("done_at", .maybe(.moment)),
            ViewField("missed_at", .maybe(.moment)), ViewField("late", .boolean), ViewField("version", .integer),
            ViewField("created_at", .moment),
        ])

    static let organization = View(
        "Organization",
        [
            ViewField("id", .id), ViewField("code", .text), ViewField("kind", .word(OrganizationKind.self)),
            ViewField("name", .text), ViewField("parent", .maybe(.text)), ViewField("external", .boolean),
            ViewField("has_queue", .boolean), ViewField("version", .integer), ViewField("created_at", .moment),
        ])

    static let token = View("Token", tokenFields)

    /// The one time that a token is shown; again under its idempotency key it comes without.
    static let issuedToken = View(
        "IssuedToken",
        tokenFields + [
            ViewField("token", .text, sometimes: true), ViewField("secret_already_shown", .boolean, sometimes: true),
        ])

    /// The one time that a resident's link is shown; again under its idempotency key it comes without.
    static let residentLink = View(
        "ResidentLink",
        [
            ViewField("url", .maybe(.text), sometimes: true), ViewField("path", .text, sometimes: true),
            ViewField("expires_at", .moment), ViewField("secret_already_shown", .boolean, sometimes: true),
        ])

    private static let tokenFields: [ViewField] = [
        ViewField("id", .id), ViewField("organization", .text), ViewField("role", .word(Role.self)),
        ViewField("name", .text), ViewField("prefix", .text), ViewField("scopes", .list(.word(TokenScope.self))),
        ViewField("expires_at", .maybe(.moment)),
        ViewField("revoked_at", .maybe(.moment)), ViewField("last_used_at", .maybe(.moment)),
        ViewField("version", .integer), ViewField("created_at", .moment),
    ]

    /// The document's own members are those that a PUT takes.
    static let rulebook = View(
        "Rulebook",
        [
            ViewField("id", .id), ViewField("version", .integer), ViewField("name", .text), ViewField("zone", .text),
            ViewField("prefixes", .anyObject), ViewField("hours", .anyObject),
            ViewField("review", .word(ReviewPolicy.self)), ViewField("review_cadence", .anyObject),
            ViewField("dispatch", .word(DispatchPolicy.self)),
            ViewField("feedback_approval", .word(FeedbackApproval.self)),
            ViewField("declined_as", .word(Channel.self), sometimes: true),
            ViewField("feedback_approver", .text, sometimes: true), ViewField("must_publish_meetings", .boolean),
            ViewField("resident_ratios", .anyObject), ViewField("return_window", .anything),
            ViewField("rework_bound", .anything), ViewField("contact_days", .anything),
            ViewField("attachments", .anyObject), ViewField("extensions", .anyObject),
            ViewField("suspension", .anyObject), ViewField("limits", .anyObject),
            ViewField("ladder", .list(.anyObject)),
            ViewField("evaluation", .anyObject), ViewField("meetings", .anyObject), ViewField("scoring", .anyObject),
            ViewField("messages", .anyObject),
            ViewField("visit_plans", .list(.anyObject)), ViewField("excluded", .list(.anyObject)),
            ViewField("categories", .list(.anyObject)),
        ])

    static let year = View(
        "Year",
        [
            ViewField("year", .integer), ViewField("notice", .maybe(.text)), ViewField("title", .maybe(.text)),
            ViewField("provisional", .boolean), ViewField("working_days", .integer),
            ViewField("holidays", .list(.view(.dayOff))), ViewField("make_up", .list(.date)),
        ])

    static let deadline = View(
        "Deadline",
        [
            ViewField("due_at", .moment), ViewField("skipped", .list(.view(.dayOff))),
            ViewField("provisional", .boolean),
        ])
}
