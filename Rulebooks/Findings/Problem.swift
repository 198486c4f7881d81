/// What can be wrong with a value of a district's file.
public enum Problem: Sendable, Equatable {
    /// What a value should have been.
    public enum Shape: String, Sendable {
        case mapping, list, text, integer, number, boolean
    }

    // The text as a whole.
    case tooLarge(limit: Int)
    case tooDeep(limit: Int)
    /// Something of YAML that this format leaves out; named by its sign.
    case leftOut(Construct)
    /// The parser's own words.
    case syntax(String)

    // One value.
    case missing(String)
    case unknownKey(String, known: [String])
    case wrongShape(Shape)
    case notOneOf(String, [String])
    case outOfRange(String, least: Int, most: Int)
    case wrongLength(least: Int, most: Int)
    case wrongForm(String, example: String)

    // Values beside one another.
    case duplicate(String)
    case unknownOrganization(String)
    case noQueue(String)
    case wrongKind(String, wanted: String)
    case unknownCategory(String)
    case longer(String, than: String)
    case wrongSum(Int, wanted: Int)
    case exactlyOne([String])
    case needs(String)
    case notHere(String, because: String)
    case outOfOrder(String)

    /// Parts of YAML that are not read: each is a way to write a text that costs far more to read than to write.
    public enum Construct: String, Sendable {
        case alias, anchor, tag, directive
        case blockText = "block_text"
        case complexKey = "complex_key"
        /// A quotation that does not end on its line, or stands in the middle of unquoted text.
        case openQuote = "open_quote"
        case controlCharacter = "control_character"
    }

    /// The case's name as programs see it.
    public var code: String {
        switch self {
        case .tooLarge: "too-large"
        case .tooDeep: "too-deep"
        case .leftOut: "left-out"
        case .syntax: "syntax"
        case .missing: "missing"
        case .unknownKey: "unknown-key"
        case .wrongShape: "wrong-type"
        case .notOneOf: "not-one-of"
        case .outOfRange: "out-of-range"
        case .wrongLength: "wrong-length"
        case .wrongForm: "wrong-form"
        case .duplicate: "duplicate"
        case .unknownOrganization: "unknown-organization"
        case .noQueue: "no-queue"
        case .wrongKind: "wrong-kind"
        case .unknownCategory: "unknown-category"
        case .longer: "contradictory-limits"
        case .wrongSum: "wrong-sum"
        case .exactlyOne: "exactly-one"
        case .needs: "needs"
        case .notHere: "not-here"
        case .outOfOrder: "out-of-order"
        }
    }
}
