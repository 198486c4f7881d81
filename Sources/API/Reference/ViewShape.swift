import Domain

/// What a JSON value in an answer is: the counterpart of `Shape`, which is about requests. Only the API's document reads
/// it; a witness holds real answers against that document, so that views and shapes cannot drift apart.
indirect enum ViewShape: Sendable {
    case text
    case word([String])
    case integer
    case number
    case boolean
    /// A UUID.
    case id
    /// RFC 3339 with offset.
    case moment
    /// A local day, `2026-01-02`.
    case date
    case list(ViewShape)
    case object([ViewField])
    /// A view that has a name, described once.
    case view(View)
    /// The value or `null`.
    case maybe(ViewShape)
    /// Any object: it is described elsewhere, or is the client's own.
    case anyObject
    case anything

    static func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> ViewShape where Word.RawValue == String {
        .word(Word.allCases.map(\.rawValue))
    }
}

/// An answer that has a name of its own.
struct View: Sendable {
    let name: String
    let fields: [ViewField]

    init(_ name: String, _ fields: [ViewField]) {
        self.name = name
        self.fields = fields
    }
}

/// One member of an answer.
struct ViewField: Sendable {
    let name: String
    let shape: ViewShape
    /// Not there for everybody, or not always.
    let sometimes: Bool

    init(_ name: String, _ shape: ViewShape, sometimes: Bool = false) {
        self.name = name
        self.shape = shape
        self.sometimes = sometimes
    }
}
