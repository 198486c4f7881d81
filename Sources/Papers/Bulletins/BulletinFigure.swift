/// One figure of a bulletin.
public struct BulletinFigure: Sendable, Equatable {
    public var name: String
    /// As it is to be printed: 「93.72 %」, 「无到期件」.
    public var value: String
    /// For instance how it was last time.
    public var note: String?

    public init(_ name: String, _ value: String, note: String? = nil) {
        self.name = name
        self.value = value
        self.note = note
    }
}
