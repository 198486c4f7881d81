import Domain
import Yams

/// Reads one notice and collects what is wrong with it, instead of stopping at the first fault: whoever types a notice
/// into a file should not have to send it once a mistake.
struct NoticeReader {
    /// A notice has some 600 bytes; beyond this it is another file.
    static let mostBytes = 65_536
    /// Brackets are followed to this depth; a notice needs 3.
    static let mostDepth = 32
    static let years = 1949...9999

    private(set) var findings: [NoticeFinding] = []

    /// `nil` only with findings.
    mutating func read(_ text: String) -> WorkingCalendar.Year? {
        guard text.utf8.count <= NoticeReader.mostBytes else {
            note("a notice has at most \(NoticeReader.mostBytes) bytes, this file has \(text.utf8.count)", at: nil)
            return nil
        }
        guard let root = tree(text) else { return nil }
        guard let file = root.mapping else {
            note("a notice is a list of keys and values (year, notice, off, make_up)", at: root.mark)
            return nil
        }
        let fields = fields(
            of: file, required: ["year", "notice", "off", "make_up"], optional: ["title"], in: "the notice")
        let year = fields["year"].flatMap { self.year($0) }
        let notice = fields["notice"].flatMap { self.text($0, "notice") }
        let title = fields["title"].flatMap { self.text($0, "title") }
        let off = fields["off"].map { holidays($0, in: year) } ?? [:]
        let makeUp = fields["make_up"].map { makeUpDays($0, in: year, off: off) } ?? []
        guard let year, let notice else { return nil }
        return WorkingCalendar.Year(year: year, notice: notice, title: title, off: off, makeUp: makeUp)
    }

    /// `nil` for a problem that concerns the whole file.
    mutating func note(_ problem: String, at mark: Mark?) {
        note(problem, line: mark?.line ?? 0, column: mark?.column ?? 0)
    }

    mutating func note(_ problem: String, line: Int, column: Int) {
        findings.append(NoticeFinding(line: line, column: column, problem: problem))
    }

    /// The values by key; unknown and missing keys are noted.
    mutating func fields(
        of mapping: Node.Mapping, required: [String], optional: [String], in place: String
    ) -> [String: Node] {
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, required.contains(name) || optional.contains(name) else {
                let known = (required + optional).joined(separator: ", ")
                note("\(place) has no key \(quoted(key)); known are \(known)", at: key.mark)
                continue
            }
            fields[name] = value
        }
        for name in required where fields[name] == nil { note("\(place) lacks '\(name)'", at: mapping.mark) }
        return fields
    }

    mutating func text(_ node: Node, _ name: String) -> String? {
        guard let text = node.scalar?.string, text.contains(where: { !$0.isWhitespace }), text.count <= 200 else {
            note("'\(name)' is a text of 1 to 200 characters", at: node.mark)
            return nil
        }
        return text
    }

    private mutating func year(_ node: Node) -> Int? {
        guard let text = node.scalar?.string, text.utf8.count == 4, let year = Int(text),
            NoticeReader.years.contains(year)
        else {
            let (first, last) = (NoticeReader.years.lowerBound, NoticeReader.years.upperBound)
            note("'year' is a year from \(first) to \(last), not \(quoted(node))", at: node.mark)
            return nil
        }
        return year
    }

    /// The value as it may be repeated in a message.
    func quoted(_ node: Node) -> String {
        guard let text = node.scalar?.string else {
            return node.mapping == nil ? "a list" : "a list of keys and values"
        }
        return text.count > 40 ? "'\(text.prefix(40))…'" : "'\(text)'"
    }
}
