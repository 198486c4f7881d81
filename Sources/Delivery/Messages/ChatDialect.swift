import Language

/// How a robot writes: its limit, its escape and its few marks. Sets notes and digests as one text that fits.
struct ChatDialect: Sendable {
    enum LinkStyle: Sendable { case markdown, slack, plain }

    let measure: TextMeasure
    let limit: Int
    var escape = MarkupEscape.fullWidth
    /// What stands before and after a title, and those of an emergency.
    var title = (before: "", after: "")
    var urgentTitle = (before: "", after: "")
    /// Before every line below the title.
    var prefix = ""
    var separator = "\n"
    var link = LinkStyle.markdown

    /// Shown of one line, however much would fit: a message is read on a phone.
    static let longestLine = 300

    /// A whole message.
    /// - Parameter mentions: markup that is set as it stands, its length bounded by whoever made it.
    func set(_ note: ChatNote, mentions: String) -> String {
        let fitted = fit(note, reserve: mentions.isEmpty ? 0 : measure(separator + mentions))
        var parts = [fitted.title]
        parts += fitted.lines
        parts += fitted.links
        if !mentions.isEmpty { parts.append(mentions) }
        return parts.joined(separator: separator)
    }

    /// A digest: as many lines as fit, at least one.
    /// - Returns: the text, and how many of the lines it holds.
    func set(
        digest lines: [String], isUrgent: Bool, mentions: String, in tongue: Tongue
    ) -> (text: String, taken: Int) {
        let marks = isUrgent ? urgentTitle : title
        func head(_ count: Int) -> String { marks.before + DigestText.title(lines: count, in: tongue) + marks.after }
        func tail(_ count: Int) -> String { separator + DigestText.rest(count, in: tongue) }
        var room = limit - measure(head(lines.count)) - measure(tail(lines.count))
        if !mentions.isEmpty { room -= measure(separator + mentions) }
        var text = ""
        var taken = 0
        for line in lines {
            let before = separator + prefix
            var escaped = measure.cut(line, to: .max, characters: Self.longestLine, escape)
            if measure(before + escaped) > room {
                guard taken == 0 else { break }
                escaped = measure.cut(line, to: max(0, room - measure(before)), escape)
            }
            room -= measure(before + escaped)
            text += before + escaped
            taken += 1
        }
        var result = head(taken) + text
        if taken < lines.count { result += tail(lines.count - taken) }
        if !mentions.isEmpty { result += separator + mentions }
        return (result, taken)
    }

    /// Title, lines and links, escaped and marked, that fit together. A link is whole or not there.
    /// - Parameter reserve: what else the message holds.
    func fit(_ note: ChatNote, reserve: Int) -> (title: String, lines: [String], links: [String]) {
        var room = limit - reserve
        var links: [String] = []
        for link in note.links.map(set) where measure(separator + link) < room / 2 {
            links.append(link)
            room -= measure(separator + link)
        }
        let marks = note.isUrgent ? urgentTitle : title
        let shown = measure.cut(
            note.title, to: max(0, room / 2 - measure(marks.before + marks.after)), characters: Self.longestLine, escape
        )
        let heading = marks.before + shown + marks.after
        room -= measure(heading)
        var lines: [String] = []
        for line in note.lines {
            let before = measure(separator + prefix)
            let escaped = measure.cut(line, to: room - before, characters: Self.longestLine, escape)
            guard !escaped.isEmpty else { break }
            lines.append(prefix + escaped)
            room -= before + measure(escaped)
        }
        return (heading, lines, links)
    }

    private func set(_ link: ChatNote.Link) -> String {
        switch self.link {
        case .markdown: "[\(link.label)](\(link.url))"
        case .slack:
            "<\(link.url.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;"))|\(link.label)>"
        case .plain: "\(link.label) \(link.url)"
        }
    }
}
