import Domain
import Foundation
import JSON

/// A request's body after its shape was checked: what is required is there, what is there has its type.
struct Body: Sendable {
    let json: JSON

    private func value(_ name: String) -> JSON? {
        guard let value = json[name], !value.isNull else { return nil }
        return value
    }

    func has(_ name: String) -> Bool { value(name) != nil }

    /// Required text; the shape has seen to it.
    func text(_ name: String) -> String { value(name)?.string ?? "" }

    func optionalText(_ name: String) -> String? { value(name)?.string }

    func integer(_ name: String) -> Int? { value(name)?.whole }

    func bool(_ name: String) -> Bool? { value(name)?.bool }

    func number(_ name: String) -> Double? { value(name)?.double }

    func id(_ name: String) -> UUID? { value(name)?.string.flatMap(UUID.init(text:)) }

    /// A claim's token; text that never was one is a claim that is lost, so it becomes one that nobody holds.
    var claim: UUID? { optionalText("claim_token").map { UUID(text: $0) ?? UUID.none } }

    func ids(_ name: String) -> [UUID] {
        value(name)?.array?.compactMap { $0.string.flatMap(UUID.init(text:)) } ?? []
    }

    func moment(_ name: String) -> Timestamp? { value(name)?.string.flatMap(Timestamp.init(rfc3339:)) }

    /// A required time; the shape has seen to it.
    func requiredMoment(_ name: String) -> Timestamp { moment(name) ?? Timestamp(microseconds: 0) }

    func day(_ name: String) -> LocalDate? { value(name)?.string.flatMap(LocalDate.init) }

    func texts(_ name: String) -> [String] { value(name)?.array?.compactMap(\.string) ?? [] }

    func word<Word: RawRepresentable>(_ name: String, _: Word.Type = Word.self) -> Word?
    where Word.RawValue == String {
        value(name)?.string.flatMap(Word.init(rawValue:))
    }

    func object(_ name: String) -> Body? { value(name).map(Body.init(json:)) }

    /// The parts of a batch, each with what is wrong with it.
    func parts(_ name: String, _ shape: Shape) -> [(body: Body, errors: [FieldError])] {
        value(name)?.array?.map { (Body(json: $0), shape.errors(in: $0)) } ?? []
    }

    func objects(_ name: String) -> [Body] { value(name)?.array?.map(Body.init(json:)) ?? [] }
}

extension JSON {
    /// A whole number, however it was written: `9.0` is 9, as in JSON Schema. Beyond 2^53 only digits are exact.
    var whole: Int? {
        if let integer { return integer }
        guard case .number(let value) = self, value == value.rounded(), abs(value) <= 0x1p53 else { return nil }
        return Int(value)
    }
}
