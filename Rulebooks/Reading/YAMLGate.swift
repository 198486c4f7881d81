/// Looks over a text before the YAML parser sees it, and turns away what would make reading it cost more than its length
/// is worth: nested aliases double with every line, and composing keys hashes everything under them once a level.
///
/// It is no parser. It knows as much of YAML's tokens as it takes never to count fewer brackets than the parser will;
/// where it cannot be sure (a quotation over several lines, block text) it refuses, and says where.
struct YAMLGate {
    /// As long as the largest request body.
    static let maximumBytes = 1 << 20
    /// Mappings and lists inside one another; a rulebook needs seven.
    static let maximumDepth = 32
    /// Blanks and dashes that a line may begin with.
    private static let maximumIndent = 64

    private var depth = 0
    /// Whether the line before ended inside unquoted text, which this line may continue.
    private var inText = false

    /// The first thing that bars the text, with its line and column; `nil`: the parser may have it.
    static func objection(to text: String) -> (line: Int, column: Int, problem: Problem)? {
        guard text.utf8.count <= maximumBytes else { return (1, 1, .tooLarge(limit: maximumBytes)) }
        var gate = YAMLGate()
        var number = 0
        // A carriage return before the line feed is one character with it to Swift, and two scalars here.
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            var scalars = Array(line)
            if scalars.last == "\r" { scalars.removeLast() }
            if let (column, problem) = gate.look(at: scalars) { return (number, column + 1, problem) }
        }
        return nil
    }

    private mutating func look(at line: [Unicode.Scalar]) -> (Int, Problem)? {
        if let place = line.firstIndex(where: Self.isControl) { return (place, .leftOut(.controlCharacter)) }
        var place = 0
        if line.starts(with: "---".unicodeScalars) || line.starts(with: "...".unicodeScalars) {
            place = 3
            inText = false
        } else if line.first == "%" {
            return (0, .leftOut(.directive))
        }
        while place < line.count {
            switch line[place] {
            case " ", "\t": place += 1
            case "#": return nil
            case "\"", "'":
                // Outside brackets this may be the next key; taken for one wrongly, it is text, where brackets mean nothing.
                let mayBegin = !inText || depth == 0
                guard mayBegin, let end = Self.endOfQuote(line, place) else { return (place, .leftOut(.openQuote)) }
                inText = false
                place = end + 1
            case "[", "{":
                depth += 1
                if depth > Self.maximumDepth { return (place, .tooDeep(limit: Self.maximumDepth)) }
                inText = false
                place += 1
            case "]", "}":
                depth = max(0, depth - 1)
                inText = false
                place += 1
            case ",":
                inText = false
                place += 1
            case "&": return (place, .leftOut(.anchor))
            case "*": return (place, .leftOut(.alias))
            case "!": return (place, .leftOut(.tag))
            case "|", ">": return (place, .leftOut(.blockText))
            case "?": return (place, .leftOut(.complexKey))
            case ":" where depth > 0 || Self.isBlank(line, place + 1):
                inText = false
                place += 1
            case "-" where depth == 0 && Self.isBlank(line, place + 1):
                inText = false
                if place > Self.maximumIndent { return (place, .tooDeep(limit: Self.maximumDepth)) }
                place += 1
            default:
                if depth == 0, place > Self.maximumIndent,
                    line[..<place].allSatisfy({ " \t-".unicodeScalars.contains($0) })
                {
                    return (place, .tooDeep(limit: Self.maximumDepth))
                }
                place = skipText(line, place)
            }
        }
        return nil
    }

    /// The end of unquoted text: a colon before a blank, a comment, in brackets also their signs; else the line's end.
    private mutating func skipText(_ line: [Unicode.Scalar], _ start: Int) -> Int {
        var place = start
        inText = false
        while place < line.count {
            let scalar = line[place]
            if scalar == ":", Self.isBlank(line, place + 1) || (depth > 0 && Self.isFlowSign(line, place + 1)) {
                return place
            }
            if scalar == "#", place > start, Self.isBlank(line, place - 1) { return place }
            if depth > 0, Self.isFlowSign(line, place) { return place }
            place += 1
        }
        inText = true
        return place
    }

    /// The closing mark of the quotation that begins there; `nil` when the line ends first.
    private static func endOfQuote(_ line: [Unicode.Scalar], _ start: Int) -> Int? {
        let mark = line[start]
        var place = start + 1
        while place < line.count {
            if mark == "\"", line[place] == "\\" {
                place += 2
            } else if line[place] == mark {
                guard mark == "'", place + 1 < line.count, line[place + 1] == mark else { return place }
                place += 2
            } else {
                place += 1
            }
        }
        return nil
    }

    private static func isBlank(_ line: [Unicode.Scalar], _ place: Int) -> Bool {
        place >= line.count || line[place] == " " || line[place] == "\t"
    }

    private static func isFlowSign(_ line: [Unicode.Scalar], _ place: Int) -> Bool {
        place < line.count && ",[]{}".unicodeScalars.contains(line[place])
    }

    /// Controls, and the three line breaks that YAML knows beside the usual one.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
