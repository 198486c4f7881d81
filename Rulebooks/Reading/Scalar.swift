/// What an unquoted or quoted value says, by the core rules of YAML 1.2, which are JSON's too: `yes`, `017` and `17:00`
/// are text here.
enum Scalar {
    case null
    case boolean(Bool)
    case integer(Int)
    /// Any other number, as it is written.
    case number(String)
    case text(String)

    init(_ text: String, quoted: Bool) {
        if quoted {
            self = .text(text)
            return
        }
        switch text {
        case "", "~", "null": self = .null
        case "true": self = .boolean(true)
        case "false": self = .boolean(false)
        default:
            // Looked at first, because an expression costs a hundred times as much and most values are words.
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else {
                self = .text(text)
                return
            }
            if text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)/) != nil {
                self = Int(text).map(Scalar.integer) ?? .number(text)
            } else if text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/) != nil {
                self = .number(text)
            } else {
                self = .text(text)
            }
        }
    }
}
