/// One box of a form with what it stands for.
public struct FormChoice: Sendable, Equatable {
    public var text: String
    public var chosen: Bool

    public init(_ text: String, chosen: Bool = false) {
        self.text = text
        self.chosen = chosen
    }
}
