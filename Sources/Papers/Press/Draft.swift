/// What a paper hands to its template.
public struct Draft {
    /// The document's title, as a browser's tab and a saved file show it.
    let title: String
    let template: TemplateName
    /// Names as the template uses them. Of optional values only those that are there: a name that is missing is looked up
    /// further out, so no name is used on two levels.
    var view: View
}

typealias View = [String: Any]

extension View {
    /// Sets it unless there is nothing to show.
    mutating func put(_ name: String, _ text: String?) {
        guard let text, !PaperText.isBlank(text) else { return }
        self[name] = text
    }

    /// Sets the list under `name`, and `hasName` so that a heading can be shown once.
    mutating func put(_ name: String, list: [Any]) {
        guard !list.isEmpty else { return }
        self[name] = list
        self["has\(name.prefix(1).uppercased())\(name.dropFirst())"] = true
    }

    /// Sets the text's paragraphs.
    mutating func put(_ name: String, lines text: String?) {
        guard let text else { return }
        let lines = PaperText.clean(text).split(separator: "\n").filter { !PaperText.isBlank(String($0)) }
        put(name, list: lines.map(String.init))
    }
}
