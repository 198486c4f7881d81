import Domain
import JSON

extension Shape {
    /// The shape as a JSON Schema (2020-12).
    /// - Parameter orNull: in a body null says the same as leaving an optional field out.
    func schema(orNull: Bool = false) -> JSON {
        func typed(_ type: String, _ more: [JSON.Member]) -> JSON {
            .object([JSON.Member("type", orNull ? [.string(type), "null"] : .string(type))] + more)
        }
        switch self {
        case .text(let length):
            var members: [JSON.Member] = []
            if length.lowerBound > 0 { members.append(JSON.Member("minLength", .integer(length.lowerBound))) }
            members.append(JSON.Member("maxLength", .integer(length.upperBound)))
            members.append(
                JSON.Member("pattern", .string(length.lowerBound > 0 ? Shape.visiblePattern : Shape.textPattern)))
            return typed("string", members)
        case .word(let words):
            return typed("string", [JSON.Member("enum", .array(words.map(JSON.string) + (orNull ? [.null] : [])))])
        case .integer(let range):
            return typed(
                "integer",
                [
                    JSON.Member("minimum", .integer(range.lowerBound)),
                    JSON.Member("maximum", .integer(range.upperBound)),
                ])
        case .number(let range):
            return typed(
                "number",
                [
                    JSON.Member("minimum", .number(range.lowerBound)),
                    JSON.Member("maximum", .number(range.upperBound)),
                ])
        case .boolean: return typed("boolean", [])
        case .id: return typed("string", [JSON.Member("format", "uuid")])
        case .moment:
            return typed(
                "string", [JSON.Member("format", "date-time"), JSON.Member("pattern", .string(Shape.momentPattern))])
        case .day: return typed("string", [JSON.Member("format", "date")])
        case .anyOf(let shapes):
            return ["anyOf": .array(shapes.map { $0.schema() } + (orNull ? [["type": "null"]] : []))]
        case .list(let element, let count):
            return typed(
                "array",
                [
                    JSON.Member("items", element.schema()), JSON.Member("minItems", .integer(count.lowerBound)),
                    JSON.Member("maxItems", .integer(count.upperBound)),
                ])
        case .batch(let count):
            return typed(
                "array",
                [
                    JSON.Member(
                        "description", "Each part is judged on its own: a wrong one has its own problem document."),
                    JSON.Member("minItems", .integer(count.lowerBound)),
                    JSON.Member("maxItems", .integer(count.upperBound)),
                ])
        case .document: return typed("object", [])
        case .object(let fields):
            var members = [
                JSON.Member(
                    "properties",
                    .object(fields.map { JSON.Member($0.name, $0.shape.schema(orNull: !$0.required)) }))
            ]
            let required = fields.filter(\.required).map { JSON.string($0.name) }
            if !required.isEmpty { members.append(JSON.Member("required", .array(required))) }
            members.append(JSON.Member("additionalProperties", false))
            return typed("object", members)
        }
    }

    /// No NUL.
    private static let textPattern = #"^[^\u0000]*$"#
    /// Something to see: more than white space and characters of no width.
    private static let visiblePattern =
        #"^[^\u0000]*[^\u0000\s\u0085\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"#
        + #"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8][^\u0000]*$"#
    /// The years that can be told, no leap second.
    private static let momentPattern =
        #"^(19|[2-8][0-9]|9[0-8])[0-9]{2}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"#
}
