import Domain
import Language

/// The page behind a signed link: what it would do and a form to confirm it, or what came of it. Small, for a phone,
/// without a script.
public struct LinkPage: Paper, Equatable {
    /// A fact above the form.
    public struct Fact: Sendable, Equatable {
        public var label: LinkSentence
        public var value: String

        public init(_ label: LinkSentence, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// What is asked; posted to the page's own address.
    public enum Form: Sendable, Equatable {
        case receive
        case reportIn(person: String, note: String)
        case evaluate(grades: [Grade], grade: Grade?, solved: Bool?, comment: String)
    }

    public var title: LinkSentence
    public var sentence: LinkSentence?
    public var facts: [Fact] = []
    public var form: Form?
    /// What is wrong with what was filled in.
    public var fault: LinkSentence?

    public init(_ title: LinkSentence, _ sentence: LinkSentence?, facts: [Fact] = [], form: Form? = nil) {
        self.title = title
        self.sentence = sentence
        self.facts = facts
        self.form = form
    }

    /// The most characters a field takes.
    public static let longestName = 200
    public static let longestText = 2000
}

extension LinkPage {
    public func draft(in tongue: Tongue) -> Draft {
        func word(_ sentence: LinkSentence) -> String { sentence.text(in: tongue) }
        var view: View = ["heading": word(title)]
        view.put("sentence", sentence.map(word))
        view.put("fault", fault.map(word))
        view.put("facts", list: facts.map { ["label": word($0.label), "value": $0.value] })
        if let form {
            view["form"] = true
            view["optional"] = word(.optional)
            view["longestName"] = "\(Self.longestName)"
            view["longestText"] = "\(Self.longestText)"
            view["button"] = word(form.button)
            put(form, into: &view, word)
        }
        return Draft(title: word(title), template: .link, view: view)
    }

    private func put(_ form: Form, into view: inout View, _ word: (LinkSentence) -> String) {
        switch form {
        case .receive: break
        case .reportIn(let person, let note):
            view["personLabel"] = word(.person)
            view["personValue"] = person
            view["noteLabel"] = word(.note)
            view["noteValue"] = note
        case .evaluate(let grades, let grade, let solved, let comment):
            view["gradeLabel"] = word(.grade)
            view["grades"] = grades.map { option in
                choice(option.rawValue, word(.judgement(option)), isChosen: option == grade)
            }
            view["solvedLabel"] = word(.solved)
            view["answers"] = [
                choice("true", word(.yes), isChosen: solved == true),
                choice("false", word(.no), isChosen: solved == false),
            ]
            view["commentLabel"] = word(.comment)
            view["commentValue"] = comment
        }
    }

    private func choice(_ code: String, _ text: String, isChosen: Bool) -> View {
        var view: View = ["code": code, "text": text]
        if isChosen { view["chosen"] = true }
        return view
    }
}

extension LinkPage.Form {
    fileprivate var button: LinkSentence {
        switch self {
        case .receive: .receiveButton
        case .reportIn: .reportInButton
        case .evaluate: .evaluateButton
        }
    }
}
