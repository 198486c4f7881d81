import JSON

extension ViewShape {
    /// The shape as a JSON Schema; views with a name are referred to.
    var schema: JSON {
        switch self {
        case .text: ["type": "string"]
        case .word(let words): ["type": "string", "enum": .array(words.map(JSON.string))]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .id: ["type": "string", "format": "uuid"]
        case .moment: ["type": "string", "format": "date-time"]
        case .date: ["type": "string", "format": "date"]
        case .list(let element): ["type": "array", "items": element.schema]
        case .object(let fields): ViewShape.schema(of: fields)
        case .view(let view): ["$ref": .string("#/components/schemas/\(view.name)")]
        case .maybe(let shape): ["anyOf": [shape.schema, ["type": "null"]]]
        case .anyObject: ["type": "object"]
        case .anything: [:]
        }
    }

    static func schema(of fields: [ViewField]) -> JSON {
        [
            "type": "object", "properties": .object(fields.map { JSON.Member($0.name, $0.shape.schema) }),
            "required": .array(fields.filter { !$0.sometimes }.map { .string($0.name) }),
        ]
    }

    /// All views with a name in it, also those within those.
    func collect(into views: inout [String: View]) {
        switch self {
        case .list(let shape), .maybe(let shape): shape.collect(into: &views)
        case .object(let fields): for field in fields { field.shape.collect(into: &views) }
        case .view(let view):
            guard views.updateValue(view, forKey: view.name) == nil else { return }
            for field in view.fields { field.shape.collect(into: &views) }
        default: break
        }
    }
}

extension AnswerShape {
    /// What the answer's body is; `nil` where there is none, or none of JSON.
    var shape: ViewShape? {
        switch self {
        case .object(let view, _): .view(view)
        case .value(let shape): shape
        case .page(let view, let more, _):
            .object([ViewField("items", .list(.view(view))), ViewField("next_cursor", .maybe(.text))] + more)
        case .undocumented, .nothing, .media: nil
        }
    }

    /// Whether the answer has an ETag, so that a GET may be answered 304.
    var isTagged: Bool {
        switch self {
        case .object, .page: true
        default: false
        }
    }

    var isPage: Bool { if case .page = self { true } else { false } }
}
