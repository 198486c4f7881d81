import Domain

/// What `ScoreViews` writes. A rate over nothing is `null`.
extension View {
    static let rates = View(
        "Rates",
        [
            ViewField("by", .word(RateSubject.self)),
            ViewField("rulebook", .object([ViewField("id", .id), ViewField("version", .integer)])),
            ViewField("what_if", .boolean), ViewField("items", .list(.view(.rateRow))),
        ])

    static let rateRow = View(
        "RateRow",
        [
            ViewField("key", .text), ViewField("name", .text), ViewField("group", .maybe(.text)),
            ViewField("filed", .integer), ViewField("due", .integer), ViewField("answered", .integer),
            ViewField("response_rate", .maybe(.number)), ViewField("revisits", .integer),
            ViewField("solved", .integer), ViewField("resolution_rate", .maybe(.number)),
            ViewField("satisfied", .integer), ViewField("basically_satisfied", .integer),
            ViewField("satisfaction_rate", .maybe(.number)), ViewField("closed", .integer),
            ViewField("closing_rate", .maybe(.number)), ViewField("on_time", .integer),
            ViewField("on_time_rate", .maybe(.number)), ViewField("suspended", .integer),
            ViewField("running", .integer), ViewField("score", .maybe(.number)), ViewField("rank", .maybe(.integer)),
            ViewField("returns", .integer), ViewField("unjust_returns", .integer),
            ViewField("needless", .integer, sometimes: true),
            ViewField("needless_rate", .maybe(.number), sometimes: true),
            ViewField("whistle_share", .maybe(.number), sometimes: true),
            ViewField("balance", .maybe(.word(WhistleBalance.self)), sometimes: true),
        ])

    static let points = View("Points", [ViewField("items", .list(.view(.pointRow)))])

    static let pointRow = View(
        "PointRow",
        [
            ViewField("key", .text), ViewField("organization", .text), ViewField("sessions", .integer),
            ViewField("tasks", .object(Grade.allCases.map { ViewField($0.rawValue, .integer) })),
            ViewField("points", .number), ViewField("rank", .integer),
        ])

    static let trend = View(
        "Trend",
        [
            ViewField("months", .list(.object([ViewField("month", .text), ViewField("count", .integer)]))),
            ViewField("zero_streak", .integer), ViewField("year_on_year", .maybe(.number)),
        ])
}
