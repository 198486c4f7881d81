import Language
import Mustache

/// Prints papers: templates parsed once, then values in, text out. Make one and keep it.
///
/// Every value is escaped for the form it goes into. A page has no script, no inline style, no address but its style
/// sheet's, one `<h1>`, and fits `Content-Security-Policy: default-src 'none'; style-src 'self'`.
public struct Press: Sendable {
    private let library: MustacheLibrary

    public init() throws(PapersError) {
        MustacheContentTypes.register(PageContent(), named: PageContent.name)
        MustacheContentTypes.register(MarkdownContent(), named: MarkdownContent.name)
        var library = MustacheLibrary()
        func add(_ text: String, _ content: String, _ name: String) throws(PapersError) {
            do {
                try library.register("{{% CONTENT_TYPE:\(content)}}\(text)", named: name)
            } catch {
                throw .template(name: name, reason: "\(error)")
            }
        }
        try add(PageTemplate.html, PageContent.name, "page.html")
        for template in TemplateName.allCases {
            try add(template.html, PageContent.name, "\(template).html")
            if let markdown = template.markdown { try add(markdown, MarkdownContent.name, "\(template).md") }
        }
        self.library = library
    }

    /// A whole HTML document.
    public func html(_ paper: some Paper, in tongue: Tongue = .chinese, style: StyleSource) throws(PapersError)
        -> String
    {
        let draft = paper.draft(in: tongue)
        var page: View = [
            "lang": tongue.rawValue, "pageTitle": draft.title, "pageKind": draft.template.rawValue,
            "pageBody": try render(draft, "\(draft.template).html", tongue),
        ]
        switch style {
        case .linked(let href): page["styleHref"] = href
        case .inline: page["styleText"] = PaperStyle.sheet
        }
        return try render(page, "page.html")
    }

    /// CommonMark with tables.
    public func markdown(_ paper: some Paper, in tongue: Tongue = .chinese) throws(PapersError) -> String {
        let draft = paper.draft(in: tongue)
        return try render(draft, "\(draft.template).md", tongue)
    }

    private func render(_ draft: Draft, _ name: String, _ tongue: Tongue) throws(PapersError) -> String {
        var view = draft.view
        view["w"] = Word.dictionary(tongue)
        return try render(view, name)
    }

    private func render(_ view: View, _ name: String) throws(PapersError) -> String {
        guard let text = library.render(view, withTemplate: name) else { throw .noTemplate(name) }
        return text
    }
}
