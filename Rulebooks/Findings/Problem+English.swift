extension Problem {
    var english: String {
        switch self {
        case .tooLarge(let limit): "the text is longer than \(limit) bytes"
        case .tooDeep(let limit): "lists and mappings stand inside one another deeper than \(limit)"
        case .leftOut(let construct): "not part of this format: \(construct.english)"
        case .syntax(let words): "not readable as YAML: \(words)"
        case .missing(let key): "'\(key)' is missing"
        case .unknownKey(let key, let known): "there is no key '\(key)'; known: \(known.joined(separator: ", "))"
        case .wrongShape(let shape): "a \(shape.rawValue) should stand here"
        case .notOneOf(let value, let allowed): "'\(value)' is not one of \(allowed.joined(separator: ", "))"
        case .outOfRange(let value, let least, let most): "\(value) is not between \(least) and \(most)"
        case .wrongLength(let least, let most): "the length must be between \(least) and \(most)"
        case .wrongForm(let value, let example): "'\(value)' has not the form of '\(example)'"
        case .duplicate(let value): "'\(value)' stands there already"
        case .unknownOrganization(let code): "there is no organization '\(code)'"
        case .noQueue(let code): "the organization '\(code)' has no queue"
        case .wrongKind(let code, let wanted): "the organization '\(code)' should be a \(wanted)"
        case .unknownCategory(let code): "there is no category '\(code)'"
        case .longer(let stage, let other): "'\(stage)' is longer than '\(other)'"
        case .wrongSum(let sum, let wanted): "these add up to \(sum), not \(wanted)"
        case .exactlyOne(let keys): "exactly one of these belongs here: \(keys.joined(separator: ", "))"
        case .needs(let what): "'\(what)' is needed here"
        case .notHere(let key, let reason): "'\(key)' does not belong here: \(reason)"
        case .outOfOrder(let name): "the rung '\(name)' comes earlier than the one before it"
        }
    }
}

extension Problem.Construct {
    var english: String {
        switch self {
        case .alias: "an alias (*name)"
        case .anchor: "an anchor (&name)"
        case .tag: "a tag (!name)"
        case .directive: "a directive (%)"
        case .blockText: "block text (| or >); write it in quotes on one line"
        case .complexKey: "a key that is not plain text"
        case .openQuote: "a quotation that does not end on its line, or begins inside other text"
        case .controlCharacter: "a control character"
        }
    }
}
