import JSON

extension MessageRules {
    var document: JSON {
        [
            "language": .string(language.rawValue), "action_links": .strings(actionLinks.map(\.rawValue)),
            "action_link_hours": .integer(actionLinkHours), "resident_link_days": .integer(residentLinkDays),
        ]
    }
}
