/// What a district's chat rooms are told, in which language, and what may be done straight from there.
public struct MessageRules: Sendable, Equatable {
    /// The languages that messages are written in; a webhook may ask for the other.
    public enum Language: String, Sendable, CaseIterable {
        case chinese = "zh-CN"
        case english = "en"
    }

    /// What a signed link in a message may do to its order.
    public enum LinkedAction: String, Sendable, CaseIterable {
        case receive
        case reportIn = "report_in"
    }

    public var language: Language
    /// None: messages carry no links that act.
    public var actionLinks: [LinkedAction]
    /// How long such a link can be used, in hours of real time.
    public var actionLinkHours: Int
    /// How long a resident's link can be used, in days of real time.
    public var residentLinkDays: Int

    public init(
        language: Language = .chinese, actionLinks: [LinkedAction] = [], actionLinkHours: Int = 48,
        residentLinkDays: Int = 14
    ) {
        self.language = language
        self.actionLinks = actionLinks
        self.actionLinkHours = actionLinkHours
        self.residentLinkDays = residentLinkDays
    }
}
