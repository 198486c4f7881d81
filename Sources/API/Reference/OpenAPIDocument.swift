import JSON

/// The API as OpenAPI 3.1, read from the routes: it says what is served and nothing else.
enum OpenAPIDocument {
    /// The document's text; the routes are fixed with the program, so it is written once.
    static let bytes: [UInt8] = document(Route.all, PublicRoute.all).bytes

    static func document(_ routes: [Route], _ open: [PublicRoute]) -> JSON {
        var views: [String: View] = [:]
        for view in [View.problem, .conflict, .invalid] { ViewShape.view(view).collect(into: &views) }
        for route in routes { route.answer.shape?.collect(into: &views) }
        for route in open { route.answer.shape?.collect(into: &views) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Whistle", "version": "1", "description": .string(introduction),
                "license": ["name": "See the repository"],
            ],
            "servers": [["url": "/"]],
            "security": [["token": []]],
            "tags": .array(tags(routes).map { ["name": .string($0)] }),
            "paths": paths(routes, open),
            "components": [
                "securitySchemes": securitySchemes,
                "parameters": .object(OpenAPIParameter.allCases.map { JSON.Member($0.rawValue, $0.json) }),
                "headers": .object(OpenAPIHeader.allCases.map { JSON.Member($0.rawValue, $0.json) }),
                "responses": .object(OpenAPIProblem.allCases.map { JSON.Member($0.name, $0.json) }),
                "examples": examples(routes),
                "schemas": .object(
                    views.values.sorted { $0.name < $1.name }.map {
                        JSON.Member($0.name, ViewShape.schema(of: $0.fields))
                    }),
            ],
        ]
    }

    /// What says who asks: see `Identification`.
    private static let securitySchemes: JSON = [
        "token": [
            "type": "http", "scheme": "bearer",
            "description": .string(
                """
                `whs_<district>_<43 base64url characters>`; it has one organization and one role. Whoever tries too many \
                that are none is told to wait (429).
                """),
        ],
        "calendarToken": [
            "type": "apiKey", "in": "query", "name": "token",
            "description":
                "A subscription's own token, made with `POST /v1/calendar-tokens`; it opens the calendar alone.",
        ],
    ]

    /// The second part of the path: `/v1/orders/…` belongs to `orders`.
    static func tag(_ template: String) -> String {
        let parts = template.split(separator: "/")
        guard parts.count > 1, parts[0] == "v1" else { return "public" }
        return String(parts[1].split(separator: ".")[0])
    }

    static func tags(_ routes: [Route]) -> [String] {
        var known: [String] = []
        for route in routes where !known.contains(tag(route.template)) { known.append(tag(route.template)) }
        return known + ["public"]
    }

    private static func paths(_ routes: [Route], _ open: [PublicRoute]) -> JSON {
        var paths: [(template: String, operations: [JSON.Member])] = []
        func add(_ template: String, _ method: String, _ operation: JSON) {
            let member = JSON.Member(method.lowercased(), operation)
            if let place = paths.firstIndex(where: { $0.template == template }) {
                paths[place].operations.append(member)
            } else {
                paths.append((template, [member]))
            }
        }
        for route in routes { add(route.template, route.method.rawValue, route.operation) }
        for route in open { add(route.template, route.method.rawValue, route.operation) }
        return .object(paths.map { JSON.Member($0.template, .object($0.operations)) })
    }

    private static func examples(_ routes: [Route]) -> JSON {
        var examples: [String: JSON] = [:]
        for route in routes {
            guard let name = route.answer.exampleName, let shape = route.answer.shape else { continue }
            examples[name] = ["value": shape.sample()]
        }
        return .object(examples.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })
    }

    private static let introduction = """
        A whistle is raised, departments get work orders in their queues, clocks run, webhooks tell. JSON in UTF-8, names \
        in `snake_case`, times in RFC 3339 with offset, ids opaque.

        **Refusals** are `application/problem+json` (RFC 9457) in the language of `Accept-Language` (`zh-CN`, `en`) and \
        come in this order: 401, 404, 403, 415, 413, 400, 422 for the shape, 412, 409, 422 for a rule of the rulebook. A \
        known path with another method is 405 with `Allow`; HEAD is answered like GET without its body. What one may not \
        see is 404.

        **Optional fields** may be left out or `null`. Unknown fields are refused by name. Members may be added to answers.
        """
}
