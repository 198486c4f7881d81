import Domain

/// What the routes of sessions, plans of visits and inspections write.
extension View {
    static let session = View("Session", sessionFields + [ViewField("items", .list(.view(.item)))])

    /// As it stands in a list: without what was heard.
    static let sessionSummary = View("SessionSummary", sessionFields)

    private static let sessionFields: [ViewField] = [
        ViewField("id", .id), ViewField("theme", .text), ViewField("host", .text), ViewField("organization", .text),
        ViewField("township", .text), ViewField("branch", .maybe(.text)), ViewField("members", .list(.text)),
        ViewField("place", .maybe(.text)), ViewField("held_at", .moment), ViewField("residents_present", .integer),
        ViewField("attendees_present", .integer), ViewField("items_count", .integer), ViewField("version", .integer),
        ViewField("created_at", .moment),
    ]

    static let sessionTotals = View(
        "SessionTotals",
        ["sessions", "residents", "attendees", "members", "items"].map { ViewField($0, .integer) })

    static let visitPlan = View(
        "VisitPlan",
        [
            ViewField("id", .id), ViewField("kind", .word(AreaPlanKind.self)), ViewField("name", .text),
            ViewField("rule", .maybe(.text)), ViewField("organization", .text), ViewField("area", .text),
            ViewField("township", .text), ViewField("courtyard", .maybe(.text)), ViewField("grid", .maybe(.text)),
            ViewField("households", .maybe(.integer)), ViewField("visitor", .text), ViewField("sender", .maybe(.text)),
            ViewField("weekday", .maybe(.word(VisitPlan.weekdays))), ViewField("monthly_day", .maybe(.integer)),
            ViewField("roll", .word(VisitPlan.Roll.self)), ViewField("starts_on", .date),
            ViewField("ends_on", .maybe(.date)), ViewField("next", .maybe(.view(.plannedVisit))),
            ViewField("visits_count", .integer), ViewField("households_visited", .integer),
            ViewField("items_count", .integer), ViewField("missed", .integer),
            ViewField("last_visited_on", .maybe(.date)), ViewField("version", .integer),
            ViewField("created_at", .moment),
        ])

    static let plannedVisit = View(
        "PlannedVisit",
        [ViewField("planned", .date), ViewField("on", .date), ViewField("reason", .maybe(.view(.dayOff)))])

    static let visitDay = View(
        "VisitDay",
        [
            ViewField("planned", .date), ViewField("on", .date), ViewField("moved", .boolean),
            ViewField("reason", .maybe(.view(.dayOff))), ViewField("state", .word(VisitDayState.self)),
            ViewField("visit", .maybe(.id)), ViewField("visited_on", .maybe(.date)), ViewField("late", .boolean),
        ])

    static let visitDayCounts = View(
        "VisitDayCounts",
        VisitDayState.allCases.map { ViewField($0.rawValue, .integer) } + [ViewField("total", .integer)])

    static let visit = View("Visit", visitFields + [ViewField("items", .list(.view(.item)))])

    /// As it stands in a list: without what was heard.
    static let visitSummary = View("VisitSummary", visitFields)

    private static let visitFields: [ViewField] = [
        ViewField("id", .id), ViewField("plan_id", .id), ViewField("planned_for", .maybe(.date)),
        ViewField("visited_on", .date), ViewField("visitor", .text), ViewField("households", .maybe(.integer)),
        ViewField("note", .maybe(.text)), ViewField("organization", .text), ViewField("items_count", .integer),
        ViewField("version", .integer), ViewField("created_at", .moment),
    ]

    static let inspection = View("Inspection", inspectionFields + [ViewField("sample", .list(.view(.sampledMatter)))])

    /// As it stands in a list: without the matters of its sample.
    static let inspectionSummary = View("InspectionSummary", inspectionFields)

    private static let inspectionFields: [ViewField] = [
        ViewField("id", .id), ViewField("organization", .text), ViewField("method", .word(InspectionMethod.self)),
        ViewField("theme", .maybe(.text)), ViewField("township", .maybe(.text)),
        ViewField("draw", .maybe(.view(.sampleDraw))), ViewField("households", .integer),
        ViewField("calls", .integer),
        ViewField("findings", .list(.object([ViewField("finding", .text), ViewField("whistle", .maybe(.id))]))),
        ViewField(
            "counts",
            .object(
                ["sampled", "checked", "reached", "solved", "reopened", "findings"].map { ViewField($0, .integer) })),
        ViewField("version", .integer), ViewField("created_at", .moment),
    ]

    static let sampleDraw = View(
        "SampleDraw",
        [
            ViewField("size", .integer), ViewField("seed", .integer), ViewField("from", .date),
            ViewField("to", .date), ViewField("population", .integer),
        ])

    static let sampledMatter = View(
        "SampledMatter",
        [
            ViewField("whistle", .id), ViewField("number", .maybe(.text)), ViewField("title", .maybe(.text)),
            ViewField("reached", .maybe(.boolean)), ViewField("solved", .maybe(.boolean)),
            ViewField("grade", .maybe(.word(Grade.self))), ViewField("comment", .maybe(.text)),
            ViewField("reopened", .boolean), ViewField("checked_at", .maybe(.moment)),
        ])

    static let inspectionTotals = View(
        "InspectionTotals",
        ["inspections", "households", "calls", "findings", "sampled", "reached", "solved", "reopened"].map {
            ViewField($0, .integer)
        })
}
