import JSON
import Language

/// What a JSON value must be. One value validates requests, names unknown fields and will describe them in OpenAPI.
indirect enum Shape: Sendable {
    /// Text of so many characters; blank counts as missing.
    case text(ClosedRange<Int>)
    /// One of these words.
    case word([String])
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    /// A UUID.
    case id
    /// RFC 3339 with offset.
    case moment
    /// A day without a zone: `2026-01-02`.
    case day
    case list(Shape, ClosedRange<Int>)
    /// Parts of a batch: each is checked on its own by whoever takes it, so that a wrong one leaves its neighbours alone.
    case batch(ClosedRange<Int>)
    case object([Field])
    /// One of several kinds of value.
    case anyOf([Shape])
    /// An object that its own reader checks whole.
    case document

    static func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> Shape where Word.RawValue == String {
        .word(Word.allCases.map(\.rawValue))
    }
}

/// One member of an object.
struct Field: Sendable {
    let name: String
    let shape: Shape
    let required: Bool

    init(_ name: String, _ shape: Shape, required: Bool = false) {
        self.name = name
        self.shape = shape
        self.required = required
    }
}

/// What is wrong, and where (a JSON pointer, RFC 6901).
struct FieldError: Sendable {
    let pointer: String
    let message: Message
    let code: String

    init(_ pointer: String, _ fault: FieldFault) {
        self.pointer = pointer
        message = .field(fault)
        code = fault.code
    }

    init(_ pointer: String, code: String, _ message: Message) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }
}
