import Domain
import Yams

/// One reading of a text: gathers findings instead of stopping at the first.
final class Reading {
    /// More than anybody would read; the rest is dropped.
    static let maximumFindings = 200

    private(set) var findings: [Finding] = []
    /// Keys that the text may carry and that are not read: what an answer adds around a rulebook.
    private let ignored: Set<String>

    init(ignoring keys: Set<String> = []) { ignored = keys }

    /// Composes the text.
    /// - Returns: `nil`, and one finding, when it is no YAML that we take.
    func root(of text: String) -> Place? {
        // Some editors begin a file with a byte order mark; it is no part of the text.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        if let (line, column, problem) = YAMLGate.objection(to: text) {
            findings = [Finding(line: line, column: column, place: FindingPath(), problem: problem)]
            return nil
        }
        do {
            // Without rules: the types of values are settled in `Scalar`, and the default ones cost ten expressions a key.
            if let node = try compose(yaml: JSONEscapes.joined(text), .basic) {
                return Place(node: node, path: FindingPath())
            }
            findings = [Finding(line: 1, column: 1, place: FindingPath(), problem: .wrongShape(.mapping))]
        } catch let error as YamlError {
            findings = [Self.finding(error)]
        } catch {
            findings = [Finding(line: 1, column: 1, place: FindingPath(), problem: .syntax("\(error)"))]
        }
        return nil
    }

    private static func finding(_ error: YamlError) -> Finding {
        let (mark, problem): (Mark?, Problem) =
            switch error {
            case .scanner(_, let words, let mark, _), .parser(_, let words, let mark, _),
                .composer(_, let words, let mark, _):
                (mark, .syntax(words))
            case .duplicatedKeysInMapping(let keys, let context): (context.mark, .duplicate(short(keys.first ?? "")))
            case .reader(let words, _, _, _): (nil, .syntax(words))
            default: (nil, .syntax("YAML"))
            }
        return Finding(
            line: mark?.line ?? 1, column: mark?.column ?? 1, place: FindingPath(), problem: problem)
    }

    func note(_ problem: Problem, at place: Place) {
        guard findings.count < Self.maximumFindings else { return }
        let mark = place.node.mark
        findings.append(
            Finding(line: mark?.line ?? 1, column: mark?.column ?? 1, place: place.path, problem: problem))
    }

    /// The findings in the order of the text: checks that look at several values come after those of each.
    func sorted() -> [Finding] {
        findings.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
    }

    /// A mapping's values; refuses keys that its section does not have and misses those it must have.
    func fields(_ place: Place, _ section: FileSection) -> Fields? {
        guard case .mapping(let mapping) = place.node else {
            note(.wrongShape(.mapping), at: place)
            return nil
        }
        var values: [String: Place] = [:]
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                note(.leftOut(.complexKey), at: Place(node: key, path: place.path))
                continue
            }
            let path = place.path.adding(Self.short(scalar.string))
            if section.keys.contains(scalar.string) {
                values[scalar.string] = Place(node: value, path: path)
            } else if !(section == .rulebook && ignored.contains(scalar.string)) {
                note(
                    .unknownKey(Self.short(scalar.string), known: section.keys), at: Place(node: key, path: path))
            }
        }
        let fields = Fields(place, section, values, self)
        for key in section.required where fields[key] == nil {
            note(.missing(key), at: Place(node: fields.anchor(key).node, path: place.path.adding(key)))
        }
        return fields
    }

    /// The members of a mapping whose keys are the writer's own.
    func entries(_ place: Place, atMost most: Int) -> [(key: String, keyPlace: Place, value: Place)] {
        guard case .mapping(let mapping) = place.node else {
            note(.wrongShape(.mapping), at: place)
            return []
        }
        if mapping.count > most { note(.wrongLength(least: 0, most: most), at: place) }
        return mapping.prefix(most).compactMap { key, value in
            guard case .scalar(let scalar) = key else {
                note(.leftOut(.complexKey), at: Place(node: key, path: place.path))
                return nil
            }
            let path = place.path.adding(Self.short(scalar.string))
            return (scalar.string, Place(node: key, path: path), Place(node: value, path: path))
        }
    }

    /// The elements of a list; none for a missing one.
    func elements(_ place: Place?, _ bounds: ClosedRange<Int>) -> [Place] {
        guard let place else { return [] }
        guard case .sequence(let sequence) = place.node else {
            note(.wrongShape(.list), at: place)
            return []
        }
        if !bounds.contains(sequence.count) {
            note(.wrongLength(least: bounds.lowerBound, most: bounds.upperBound), at: place)
        }
        return sequence.prefix(bounds.upperBound).enumerated().map { index, node in
            Place(node: node, path: place.path.adding(index))
        }
    }

    /// What a message cites of a value.
    static func short(_ text: String) -> String { text.count <= 60 ? text : text.prefix(59) + "…" }
}
