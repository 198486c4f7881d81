/// What the numbers of a district begin with; all different, since numbers never repeat.
public struct NumberPrefixes: Sendable, Equatable {
    /// `[A-Z]`, 1–8 letters each.
    public var whistle: String
    public var item: String
    public var meeting: String

    public init(whistle: String, item: String, meeting: String) {
        self.whistle = whistle
        self.item = item
        self.meeting = meeting
    }
}
