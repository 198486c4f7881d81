/// How text is kept from becoming markup or a mention.
///
/// The Chinese robots document no escape at all and Markdown's is understood differently by each, so what could be markup
/// becomes its full-width sister, which looks like itself and means nothing. Slack documents entities for `& < >`.
enum MarkupEscape: Sendable {
    case fullWidth, slack

    /// By scalar: `<` with a combining mark is one character, but still `<` to a parser.
    func callAsFunction(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (self, scalar) {
            case (.slack, "&"): result.append(contentsOf: "&amp;".unicodeScalars)
            case (.slack, "<"): result.append(contentsOf: "&lt;".unicodeScalars)
            case (.slack, ">"): result.append(contentsOf: "&gt;".unicodeScalars)
            case (_, "<"), (_, ">"), (_, "&"), (_, "["), (_, "]"), (_, "`"), (_, "*"), (_, "_"), (_, "~"), (_, "#"),
                (_, "@"), (_, "|"), (_, "\\"), (_, "{"), (_, "}"):
                // The full-width forms stand in the order of ASCII.
                if let wide = Unicode.Scalar(scalar.value - 0x21 + 0xFF01) { result.append(wide) }
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
