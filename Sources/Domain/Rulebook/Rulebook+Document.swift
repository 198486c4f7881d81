import JSON

extension Rulebook {
    /// The rulebook as a plain tree, under the names its file uses; every default is written out. Read again it makes an
    /// equal rulebook. `id` and `version` are not in it: they belong to the row, not to the text.
    public func document() -> JSON {
        var members: [JSON.Member] = [
            .init("name", .string(name)),
            .init("zone", .string(zone)),
            .init("prefixes", prefixes.document),
            .init("hours", hours.document),
            .init("review", .string(review.rawValue)),
            .init("review_cadence", reviewCadence.document),
            .init("dispatch", .string(dispatch.rawValue)),
            .init("feedback_approval", .string(feedbackApproval.rawValue)),
        ]
        if let declinedAs { members.append(.init("declined_as", .string(declinedAs.rawValue))) }
        if let feedbackApprover { members.append(.init("feedback_approver", .string(feedbackApprover))) }
        members += [
            .init("must_publish_meetings", .bool(mustPublishMeetings)),
            .init("resident_ratios", .sorted(residentRatios.map { ($0.key, .integer($0.value)) })),
            .init("return_window", returnWindow.document),
            .init("rework_bound", .orUnlimited(reworkBound)),
            .init("contact_days", .orUnlimited(contactDays)),
            .init("attachments", attachments.document),
            .init("extensions", extensions.document),
            .init("suspension", suspension.document),
            .init("limits", .members(WhistleKind.allCases.map { ($0.rawValue, limits(for: $0).document) })),
            .init("ladder", .array(ladder.rungs.map(\.document))),
            .init("evaluation", evaluation.document),
            .init("meetings", meetings.document),
            .init("scoring", scoring.document),
            .init("messages", messages.document),
            .init("visit_plans", .array(visitPlans.map(\.document))),
            .init("excluded", .array(excluded.map(\.document))),
            .init("categories", .array(categories.map(\.document))),
        ]
        return .object(members)
    }
}

extension JSON {
    /// An object of those members that have a value.
    static func members(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// An object whose names come in the order of their characters: a dictionary has none of its own.
    static func sorted(_ members: [(String, JSON)]) -> JSON {
        .object(members.sorted { $0.0 < $1.0 }.map { Member($0.0, $0.1) })
    }

    static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

    /// A bound, or the word for none.
    static func orUnlimited(_ bound: Int?) -> JSON { bound.map(JSON.integer) ?? "unlimited" }
}
