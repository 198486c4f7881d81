import Mustache

/// Escapes for HTML text and quoted attributes.
///
/// swift-mustache's own `HTML` compares whole characters, so that `"` or `<` with a combining mark behind it passes
/// unescaped (seen in 2.1.1, `String.htmlEscape`); here scalars are compared.
struct PageContent: MustacheContentType {
    static let name = "PAPERPAGE"

    func escapeText(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in PaperText.clean(text).unicodeScalars {
            switch scalar {
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "'": out.append(contentsOf: "&#39;".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }
}
