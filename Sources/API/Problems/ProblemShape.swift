/// What `Problem` writes.
extension View {
    static let problem = View("Problem", problemFields)

    /// 409: what the object is, and what this caller may do to it now.
    static let conflict = View(
        "Conflict", problemFields + [ViewField("current_state", .text), ViewField("allowed", .list(.text))])

    /// 422: what is wrong, and where.
    static let invalid = View("Invalid", problemFields + [ViewField("errors", .list(.view(.fieldError)))])

    /// What was wrong with one part of a batch: any of the above.
    static let partProblem = View(
        "PartProblem",
        problemFields + [
            ViewField("errors", .list(.view(.fieldError)), sometimes: true),
            ViewField("current_state", .text, sometimes: true), ViewField("allowed", .list(.text), sometimes: true),
        ])

    static let fieldError = View(
        "FieldError", [ViewField("pointer", .text), ViewField("code", .text), ViewField("message", .text)])

    private static let problemFields: [ViewField] = [
        ViewField("type", .text), ViewField("title", .text), ViewField("status", .integer), ViewField("detail", .text),
        ViewField("instance", .text, sometimes: true),
    ]
}
