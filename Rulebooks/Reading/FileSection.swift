/// The mappings of a district's file, with the keys each may have. docs/rulebook.schema.json lists the same ones under
/// the same names.
public enum FileSection: String, Sendable, CaseIterable {
    case district, prefixes, organization, rulebook, hours, limit, limits, category, route, excluded, rung, points
    case attachments, extensions, suspension, evaluation, meetings, triggers, hotspots, scoring, weights, balance,
        messages
    case kinds
    case reviewCadence = "review_cadence"
    case rungPoint = "rung_point"
    case pointHolders = "point_holders"
    case jointSigners = "joint_signers"
    case peerGroup = "peer_group"
    case visitPlan = "visit_plan"

    public var keys: [String] { required + optional }

    public var required: [String] {
        switch self {
        case .district: ["code", "name", "prefixes", "organizations", "rulebook"]
        case .prefixes: ["whistle", "item", "meeting"]
        case .organization: ["code", "kind", "name"]
        case .rulebook: ["name", "categories"]
        case .limit: ["amount", "unit"]
        case .category: ["code", "name", "triage"]
        case .route: ["name", "lead"]
        case .excluded: ["code", "name", "divert_to", "advice"]
        case .rung: ["name", "at", "do"]
        case .weights: ["response", "resolution", "satisfaction"]
        case .peerGroup: ["code", "name", "members"]
        case .visitPlan: ["code", "name"]
        case .hours, .limits, .points, .attachments, .extensions, .suspension, .evaluation, .meetings, .triggers,
            .hotspots, .scoring,
            .balance, .messages, .kinds, .reviewCadence, .rungPoint, .pointHolders, .jointSigners:
            []
        }
    }

    public var optional: [String] {
        switch self {
        case .district: ["zone"]
        case .organization: ["parent", "external", "demo", "queue"]
        case .rulebook:
            [
                "zone", "prefixes", "hours", "review", "review_cadence", "dispatch", "declined_as", "feedback_approval",
                "feedback_approver", "must_publish_meetings", "resident_ratios", "return_window", "rework_bound",
                "contact_days", "attachments", "extensions", "suspension", "limits", "ladder", "evaluation", "meetings",
                "scoring",
                "messages", "visit_plans", "excluded",
            ]
        case .hours: ["spans", "close_of_business"]
        case .limits: ["receive", "report", "resolve", "total", "review", "hand_over"]
        case .kinds: ["routine", "priority", "emergency"]
        case .category: ["kind", "lead", "assisting", "routes"]
        case .route: ["township", "area", "kind", "assisting"]
        case .excluded: ["categories", "keywords"]
        case .rung: ["level", "clocks", "to"]
        case .rungPoint: ["share", "after", "opening"]
        case .points: ["session", "satisfied", "basically_satisfied", "dissatisfied"]
        case .pointHolders: ["branch", "member", "leader"]
        case .attachments: ["count", "mebibytes"]
        case .extensions: ["count", "total"]
        case .suspension: ["allowed", "maximum"]
        case .evaluation: ["grades", "evaluators", "basically_satisfied_weight", "points"]
        case .meetings: ["six_step", "joint_signers", "reply", "convene", "triggers", "hotspots"]
        case .jointSigners:
            ["command_centre", "township", "department", "community", "leader", "supervisor", "enterprise"]
        case .hotspots: ["count", "days"]
        case .triggers: ["departments", "returns", "rework_bound", "suspension", "hotspot"]
        case .scoring: ["weights", "peer_groups", "balance"]
        case .balance: ["too_few", "too_many"]
        case .messages: ["language", "action_links", "action_link_hours", "resident_link_days"]
        case .reviewCadence: ["rhythm", "day", "special_any_time"]
        case .visitPlan: ["weekday", "monthly_day", "units", "roll"]
        case .prefixes, .limit, .weights, .peerGroup: []
        }
    }
}
