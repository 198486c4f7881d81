import Domain
import HTTPTypes
import JSON
import Language
import Papers

/// The routes as a page to read, made from the same values as `/openapi.json`.
enum ReferencePage {
    /// Written once a language: the routes are fixed with the program.
    static func bytes(in tongue: Tongue) throws -> [UInt8] {
        switch tongue {
        case .chinese: try chinese.get()
        case .english: try english.get()
        }
    }

    private static let chinese = written(.chinese)
    private static let english = written(.english)

    private static func written(_ tongue: Tongue) -> Result<[UInt8], PapersError> {
        Result { () throws(PapersError) in
            Array(try Press().html(reference, in: tongue, style: .linked(href: "/docs.css")).utf8)
        }
    }

    static let reference = Reference(
        title: "Whistle",
        sections: OpenAPIDocument.tags(Route.all).map { tag in
            ReferenceSection(
                name: tag,
                operations: Route.all.filter { OpenAPIDocument.tag($0.template) == tag }.map(\.reference)
                    + (tag == "public" ? PublicRoute.all.map(\.reference) : []))
        }, objects: objects)

    /// What routes answer, each once.
    private static let objects: [ReferenceObject] = {
        var views: [String: View] = [:]
        for view in Route.all.compactMap(\.answer.view) { views[view.name] = view }
        return views.values.sorted { $0.name < $1.name }.map {
            ReferenceObject(name: $0.name, example: ViewShape.view($0).sample().indented)
        }
    }()
}

extension Route {
    fileprivate var reference: ReferenceOperation {
        var headers: [String] = []
        if takesKey { headers.append("Idempotency-Key") }
        if isConditional { headers.append("If-Match") }
        if method == .get, answer.isTagged { headers.append("If-None-Match") }
        let parameters =
            pathFields(template)
            + (identification == .calendarToken ? [ReferenceField(name: "?token", kind: "text", required: true)] : [])
            + query.map { ReferenceField(name: "?\($0.name)", kind: $0.shape.words, required: $0.required) }
            + headers.map { ReferenceField(name: $0, kind: "text", required: false) }
        return ReferenceOperation(
            id: operationID(method, template), method: method.rawValue, path: template, summary: summary,
            roles: roleNames, parameters: parameters, fields: body?.described(in: "") ?? [],
            request: body.map { $0.sample().indented } ?? (files.isEmpty ? nil : files.joined(separator: "\n")),
            answers: [ReferenceAnswer(status: "\(success.code)", meaning: answer.words, object: answer.view?.name)]
                + problems.map { ReferenceAnswer(status: "\($0.rawValue)", meaning: $0.description) },
            response: answer.view == nil ? answer.shape.map { $0.sample().indented } : nil)
    }
}

extension PublicRoute {
    fileprivate var reference: ReferenceOperation {
        ReferenceOperation(
            id: operationID(method, template), method: method.rawValue, path: template, summary: summary, roles: [],
            parameters: pathFields(template), fields: [], request: nil,
            answers: [ReferenceAnswer(status: "200", meaning: answer.words)]
                + refusals.compactMap(OpenAPIProblem.init(rawValue:)).map {
                    ReferenceAnswer(status: "\($0.rawValue)", meaning: $0.description)
                }, response: answer.shape.map { $0.sample().indented })
    }
}

private func pathFields(_ template: String) -> [ReferenceField] {
    template.matches(of: /\{([a-z_]+)\}/).map {
        ReferenceField(name: "{\($0.1)}", kind: $0.1 == "id" ? "UUID" : "text", required: true)
    }
}

extension AnswerShape {
    /// The object that it is, or that its list is of.
    fileprivate var view: View? {
        switch self {
        case .object(let view, _), .page(let view, _, _), .value(.view(let view)): view
        default: nil
        }
    }

    fileprivate var words: String {
        switch self {
        case .object(_, let others): (["JSON, ETag"] + others).joined(separator: "; ")
        case .value: "JSON"
        case .page(_, _, let others):
            (["{items: […], next_cursor}, ETag, Link"] + others).joined(separator: "; ")
        case .nothing: "—"
        case .media(let types): types.joined(separator: ", ")
        case .undocumented: "?"
        }
    }
}

extension Shape {
    /// What it must be, in a few words that both languages use.
    fileprivate var words: String {
        switch self {
        case .text(let length): "text, \(length.lowerBound)–\(length.upperBound)"
        case .word(let words): words.joined(separator: " | ")
        case .integer(let range):
            range.upperBound == .max
                ? "integer, ≥ \(range.lowerBound)" : "integer, \(range.lowerBound)–\(range.upperBound)"
        case .number(let range): "number, \(range.lowerBound)–\(range.upperBound)"
        case .boolean: "true | false"
        case .id: "UUID"
        case .moment: "RFC 3339"
        case .day: "2026-01-31"
        case .anyOf(let shapes): shapes.map(\.words).joined(separator: " | ")
        case .list(let element, let count): "[\(element.words)], \(count.lowerBound)–\(count.upperBound)"
        case .batch(let count): "[…], \(count.lowerBound)–\(count.upperBound)"
        case .object, .document: "object"
        }
    }

    /// The fields of an object, and of those within.
    fileprivate func described(in place: String) -> [ReferenceField] {
        switch self {
        case .object(let fields):
            fields.flatMap { field in
                let name = place.isEmpty ? field.name : "\(place).\(field.name)"
                return [ReferenceField(name: name, kind: field.shape.words, required: field.required)]
                    + field.shape.described(in: name)
            }
        case .list(let element, _): element.described(in: "\(place)[]")
        default: []
        }
    }
}

extension JSON {
    /// With a line a member, for people.
    fileprivate var indented: String { lines(at: "") }

    private func lines(at margin: String) -> String {
        let inner = margin + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(JSON.string($0.name).text): \($0.value.lines(at: inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
        case .array(let elements) where !elements.isEmpty:
            return "[\n\(elements.map { inner + $0.lines(at: inner) }.joined(separator: ",\n"))\n\(margin)]"
        default: return text
        }
    }
}
