import Mustache

/// Escapes for Markdown (CommonMark 0.31 §2.4 and GitHub's tables, strike-through and bare links): one line of text that
/// stays the text it was, wherever in a line a template puts it. Line feeds become blanks; what keeps its lines is given
/// to the template line by line.
struct MarkdownContent: MustacheContentType {
    static let name = "PAPERMARKDOWN"

    func escapeText(_ text: String) -> String {
        let scalars = Array(PaperText.clean(text).unicodeScalars)
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        var out = String.UnicodeScalarView()
        let opening = opening(scalars[first...last])
        for index in first...last {
            let scalar = scalars[index]
            switch scalar {
            case "\n", "\t": out.append(" ")
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "$":
                out.append("\\")
                out.append(scalar)
            // A bare address would become a link: `https://…`, `www.…`, `name@…`.
            case "/" where index > first && scalars[index - 1] == ":", "@":
                out.append("\\")
                out.append(scalar)
            case "." where isWWW(scalars, before: index):
                out.append(contentsOf: "\\.".unicodeScalars)
            default:
                if index == opening { out.append("\\") }
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// Where a character stands that would begin a heading, a list, a rule or a table, were the text to begin a line.
    private func opening(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let index = text.firstIndex(where: { !("0"..."9").contains($0) }) else { return nil }
        let next = index + 1 < text.endIndex ? text[index + 1] : nil
        if index > text.startIndex {
            guard text[index] == "." || text[index] == ")" else { return nil }
            return next.map { $0.properties.isWhitespace } ?? true ? index : nil
        }
        switch text[index] {
        case "#", "=": return index
        case "+", "-": return next.map { ("0"..."9").contains($0) } ?? false ? nil : index
        case ":": return next == "-" ? index : nil
        default: return nil
        }
    }

    private func isWWW(_ scalars: [Unicode.Scalar], before index: Int) -> Bool {
        index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
    }
}
