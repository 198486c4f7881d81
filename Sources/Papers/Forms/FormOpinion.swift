/// What an office writes into a form, over its signature; all of it may be left for the pen.
public struct FormOpinion: Sendable, Equatable {
    public var text: String?
    public var signer: String?
    public var date: String?

    public init(_ text: String? = nil, signer: String? = nil, date: String? = nil) {
        self.text = text
        self.signer = signer
        self.date = date
    }
}
