import Domain

extension RulebookReader {
    func messages(_ place: Place) -> MessageRules? {
        guard let fields = reading.fields(place, .messages) else { return nil }
        var rules = MessageRules()
        rules.language = reading.choice(fields["language"]) ?? rules.language
        rules.actionLinks =
            reading.choices(fields["action_links"], 0...2, MessageRules.LinkedAction.self) ?? rules.actionLinks
        rules.actionLinkHours = reading.integer(fields["action_link_hours"], 1...720) ?? rules.actionLinkHours
        rules.residentLinkDays = reading.integer(fields["resident_link_days"], 1...90) ?? rules.residentLinkDays
        return rules
    }
}
