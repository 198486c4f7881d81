import Domain

/// What `PatternViews` writes.
extension View {
    static let hotspot = View(
        "Hotspot",
        [ViewField("id", .id), ViewField("number", .text), ViewField("state", .word(HotspotState.self))]
            + clusterFields + [
                ViewField("first_at", .moment), ViewField("last_at", .moment),
                ViewField("proposal", .maybe(.word(["meeting"]))), ViewField("meeting_id", .maybe(.id)),
                ViewField("reason", .maybe(.text)), ViewField("version", .integer), ViewField("created_at", .moment),
            ])

    static let monthlyTopic = View(
        "MonthlyTopic", [ViewField("month", .text), ViewField("topic", .maybe(.view(.cluster)))])

    static let cluster = View("Cluster", clusterFields)

    private static let clusterFields: [ViewField] = [
        ViewField("category", .text), ViewField("category_name", .maybe(.text)), ViewField("township", .text),
        ViewField("place", .maybe(.text)), ViewField("count", .integer), ViewField("whistles", .list(.id)),
    ]

    static let possibleDuplicate = View(
        "PossibleDuplicate",
        [ViewField("id", .id), ViewField("number", .text), ViewField("title", .text), ViewField("score", .number)])

    static let bulletin = View(
        "Bulletin",
        [
            ViewField("id", .id), ViewField("number", .text), ViewField("period", .word(BulletinPeriod.self)),
            ViewField("from", .date), ViewField("to", .date),
            ViewField(
                "figures", .object(BulletinCount.allCases.map { ViewField($0.rawValue, .maybe(.integer)) })),
            ViewField("red", .list(.view(.bulletinOrder))), ViewField("yellow", .list(.view(.bulletinOrder))),
            ViewField("summary", .maybe(.text)), ViewField("version", .integer), ViewField("created_at", .moment),
        ])

    static let bulletinOrder = View(
        "BulletinOrder",
        [
            ViewField("order", .text), ViewField("department", .text), ViewField("township", .text),
            ViewField("title", .text), ViewField("due_at", .moment),
        ])
}
