import Yams

extension NoticeReader {
    /// The file as YAML sees it; `nil` with a finding.
    mutating func tree(_ text: String) -> Node? {
        guard shallow(text) else { return nil }
        do {
            guard let root = try compose(yaml: text) else {
                note("the file is empty", at: nil)
                return nil
            }
            return root
        } catch let error as YamlError {
            note(error)
        } catch {
            note("the file is no YAML", at: nil)
        }
        return nil
    }

    /// The parser calls itself for every level, so a file of brackets would exhaust the stack. Brackets within quotes are
    /// counted too: a notice has no use for so many.
    private mutating func shallow(_ text: String) -> Bool {
        var line = 1
        var column = 0
        var depth = 0
        var dashes = 0
        for scalar in text.unicodeScalars {
            column += 1
            switch scalar {
            case "\n": (line, column, dashes) = (line + 1, 0, 0)
            case "[", "{": depth += 1
            case "]", "}": depth = max(0, depth - 1)
            // `- - - - x` nests without brackets, on one line.
            case "-", "?", ":": dashes += 1
            default: break
            }
            if depth > NoticeReader.mostDepth || dashes > 200 {
                note("nested too deeply", line: line, column: column)
                return false
            }
        }
        return true
    }

    private mutating func note(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            note(problem, at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            note("keys are given twice: \(keys.joined(separator: ", "))", at: context.mark)
        case .reader(let problem, _, _, _): note(problem, at: nil)
        default: note("the file is no YAML", at: nil)
        }
    }
}
