import Domain
import Foundation
import JSON
import Language

extension Shape {
    /// A page of faults is enough to mend a request, and a body of a million unknown names must not become a document of
    /// a million errors.
    private static let mostErrors = 50

    /// 9900-01-01: what is counted from the last century of four digits could need five.
    private static let latest = Timestamp(seconds: 250_246_627_200)

    /// All that is wrong with a value.
    func errors(in value: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        check(value, at: "", &errors)
        return errors
    }

    /// - Parameter pointer: only worked out where something is wrong.
    private func check(_ value: JSON, at pointer: @autoclosure () -> String, _ errors: inout [FieldError]) {
        guard errors.count < Shape.mostErrors else { return }
        switch self {
        case .text(let length): checkText(value, length, at: pointer(), &errors)
        case .list(let element, let count): checkList(value, element, count, at: pointer(), &errors)
        case .object(let fields): checkObject(value, fields, at: pointer(), &errors)
        default: checkOther(value, at: pointer(), &errors)
        }
    }

    /// Apart from the three above, which every body has: together they would copy the value for each case that there is.
    @inline(never)
    private func checkOther(_ value: JSON, at pointer: @autoclosure () -> String, _ errors: inout [FieldError]) {
        switch self {
        case .text, .list, .object: break
        case .word(let words):
            guard let text = value.string else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "string")))
            }
            if !words.contains(text) { errors.append(FieldError(pointer(), .notOneOf(words))) }
        case .integer(let range):
            guard let number = value.whole else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "integer")))
            }
            if !range.contains(number) {
                errors.append(FieldError(pointer(), .outOfRange("\(range.lowerBound)–\(range.upperBound)")))
            }
        case .number(let range):
            guard let number = value.double else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "number")))
            }
            if !range.contains(number) {
                errors.append(FieldError(pointer(), .outOfRange("\(range.lowerBound)–\(range.upperBound)")))
            }
        case .boolean:
            if value.bool == nil { errors.append(FieldError(pointer(), .wrongType(expected: "boolean"))) }
        case .id:
            guard let text = value.string else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "string")))
            }
            if UUID(text: text) == nil { errors.append(FieldError(pointer(), .wrongFormat("UUID"))) }
        case .moment:
            guard let text = value.string else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "string")))
            }
            guard let moment = Timestamp(rfc3339: text), moment < Shape.latest else {
                return errors.append(FieldError(pointer(), .wrongFormat("2026-01-02T09:00:00+08:00")))
            }
        case .day:
            guard let text = value.string else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "string")))
            }
            if LocalDate(text) == nil { errors.append(FieldError(pointer(), .wrongFormat("2026-01-02"))) }
        case .batch(let count):
            guard let elements = value.array else {
                return errors.append(FieldError(pointer(), .wrongType(expected: "array")))
            }
            if elements.count < count.lowerBound { errors.append(FieldError(pointer(), .tooShort(count.lowerBound))) }
            if elements.count > count.upperBound { errors.append(FieldError(pointer(), .tooLong(count.upperBound))) }
        case .document:
            if value.members == nil { errors.append(FieldError(pointer(), .wrongType(expected: "object"))) }
        case .anyOf(let shapes):
            // What is wrong is told of the kind that was meant: the first that takes a value of this type at all.
            let place = pointer()
            let findings = shapes.map { shape -> [FieldError] in
                var found: [FieldError] = []
                shape.check(value, at: place, &found)
                return found
            }
            if findings.contains(where: \.isEmpty) { return }
            let meant = findings.first { !$0.contains { $0.pointer == place && $0.code == "wrong-type" } }
            errors += meant ?? findings.first ?? []
        }
    }

    private func checkList(
        _ value: JSON, _ element: Shape, _ count: ClosedRange<Int>, at pointer: @autoclosure () -> String,
        _ errors: inout [FieldError]
    ) {
        guard let elements = value.array else {
            return errors.append(FieldError(pointer(), .wrongType(expected: "array")))
        }
        if elements.count < count.lowerBound { errors.append(FieldError(pointer(), .tooShort(count.lowerBound))) }
        if elements.count > count.upperBound {
            return errors.append(FieldError(pointer(), .tooLong(count.upperBound)))
        }
        for (index, item) in elements.enumerated() { element.check(item, at: "\(pointer())/\(index)", &errors) }
    }

    private func checkText(
        _ value: JSON, _ length: ClosedRange<Int>, at pointer: @autoclosure () -> String, _ errors: inout [FieldError]
    ) {
        guard let text = value.string else {
            return errors.append(FieldError(pointer(), .wrongType(expected: "string")))
        }
        if text.utf8.contains(0) { return errors.append(FieldError(pointer(), .forbiddenCharacter)) }
        // Counted as PostgreSQL counts: code points. Bytes bound them from above, so short text needs no count.
        if text.utf8.count > length.upperBound, text.unicodeScalars.count > length.upperBound {
            errors.append(FieldError(pointer(), .tooLong(length.upperBound)))
        }
        if length.lowerBound > 0, text.unicodeScalars.allSatisfy(\.isBlank) {
            errors.append(FieldError(pointer(), .blank))
        }
    }

    private func checkObject(
        _ value: JSON, _ fields: [Field], at pointer: @autoclosure () -> String, _ errors: inout [FieldError]
    ) {
        guard let members = value.members else {
            return errors.append(FieldError(pointer(), .wrongType(expected: "object")))
        }
        for member in members {
            guard errors.count < Shape.mostErrors else { return }
            func place() -> String { "\(pointer())/\(member.name.pointerEscaped)" }
            // By their places, here and below: taking fields and members out to compare names would copy all they hold.
            let name = member.name
            guard let field = fields.indices.first(where: { fields[$0].name == name }) else {
                errors.append(FieldError(place(), .unknown))
                continue
            }
            // Null says the same as leaving it out.
            if member.value.isNull {
                if fields[field].required { errors.append(FieldError(place(), .missing)) }
                continue
            }
            fields[field].shape.check(member.value, at: place(), &errors)
        }
        for field in fields.indices where fields[field].required {
            let name = fields[field].name
            if !members.indices.contains(where: { members[$0].name == name }) {
                errors.append(FieldError("\(pointer())/\(name)", .missing))
            }
        }
    }
}

extension Unicode.Scalar {
    /// White space, or nothing to see: a name of zero-width characters is no name.
    var isBlank: Bool {
        // What titles are written in, without a look into the tables.
        if (0x21...0x7E).contains(value) || (0x4E00...0x9FFF).contains(value) { return false }
        return properties.isWhitespace || properties.isDefaultIgnorableCodePoint
    }
}

extension String {
    /// As a part of a JSON pointer; cut, so that a hostile name does not fill the answer.
    var pointerEscaped: String {
        let short = utf8.count > 64 ? String(prefix(64)) + "…" : self
        return short.replacing("~", with: "~0").replacing("/", with: "~1").replacing("\0", with: "\u{FFFD}")
    }
}
