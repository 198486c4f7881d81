/// A subject this way is not open to (in 江东 matters before the courts and petitions, 涉法涉访): it is diverted with an
/// answer. It matches by one of its categories or by one of its keywords.
public struct ExcludedSubject: Sendable, Equatable {
    public var code: String
    public var name: String
    public var categories: [String]
    /// Text found in a whistle's title or description.
    public var keywords: [String]
    /// Where it goes instead, in words.
    public var divertTo: String
    /// The answer the raiser gets.
    public var advice: String

    public init(
        code: String, name: String, categories: [String] = [], keywords: [String] = [], divertTo: String,
        advice: String
    ) {
        self.code = code
        self.name = name
        self.categories = categories
        self.keywords = keywords
        self.divertTo = divertTo
        self.advice = advice
    }
}
