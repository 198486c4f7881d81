/// One SQL statement with its parameters.
///
/// Written as a string literal; every interpolated value becomes a parameter (`$1`, `$2`, …) and never part of the
/// text:
///
///     let query: SQL = "SELECT name FROM item WHERE id = \(id) AND kind = ANY(\(kinds))"
///
/// The text is what a connection remembers a prepared statement by, so it should not vary without bounds.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The statement as the server sees it.
    public private(set) var text: String
    private(set) var parameters = Parameters()
    /// Where the placeholders begin in `text`, in UTF-8 bytes; what is needed to renumber them.
    private var placeholders: [Int] = []

    /// A statement, or a piece of one, without parameters. Meant for literals: never pass text put together at run
    /// time.
    public init(stringLiteral value: String) {
        text = value
    }

    init(text: String, parameters: Parameters) {
        self.text = text
        self.parameters = parameters
    }

    /// A statement with the parameters its literal interpolates.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// The encoded parameters, in order.
    public var bindings: [Binding] {
        (0..<parameters.count).map { parameters[$0] }
    }

    /// Puts two pieces together as they are, without a space, and renumbers the second one's parameters.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    mutating func append(verbatim piece: String) {
        text += piece
    }

    mutating func append<T: PostgresEncodable>(parameter value: T) {
        appendPlaceholder(parameters.count + 1)
        parameters.append(value)
    }

    mutating func appendNull(_ type: PostgresType) {
        appendPlaceholder(parameters.count + 1)
        parameters.appendNull(type)
    }

    /// Puts a piece behind this one in place, renumbering its parameters: what a loop does instead of `+`, which copies.
    public mutating func append(_ other: SQL) {
        let taken = parameters.count
        let utf8 = other.text.utf8
        var cursor = utf8.startIndex
        for (index, offset) in other.placeholders.enumerated() {
            let start = utf8.index(utf8.startIndex, offsetBy: offset)
            text += other.text[cursor..<start]
            appendPlaceholder(taken + index + 1)
            cursor = utf8.index(start, offsetBy: 1 + String(index + 1).utf8.count)
        }
        text += other.text[cursor...]
        parameters.append(contentsOf: other.parameters)
    }

    private mutating func appendPlaceholder(_ number: Int) {
        placeholders.append(text.utf8.count)
        text += "$"
        text += String(number)
    }
}
