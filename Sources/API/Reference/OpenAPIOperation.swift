import Domain
import HTTPTypes
import JSON

extension Route {
    /// The route as an operation of the document.
    var operation: JSON {
        var members: [JSON.Member] = [
            JSON.Member("operationId", .string(operationID(method, template))),
            JSON.Member("tags", [.string(OpenAPIDocument.tag(template))]),
            JSON.Member("summary", .string(summary)),
            JSON.Member("description", .string("Roles: \(roleNames.joined(separator: ", ")).")),
            JSON.Member("x-roles", .array(roleNames.map(JSON.string))),
            JSON.Member("parameters", .array(parameters)),
        ]
        if let body {
            members.append(
                JSON.Member(
                    "requestBody",
                    [
                        "required": .bool(!bodyOptional),
                        "content": ["application/json": ["schema": body.schema(), "example": body.sample()]],
                    ]))
        }
        if !files.isEmpty {
            let content = files.map { JSON.Member($0, ["schema": ["type": "string", "format": "binary"]]) }
            members.append(JSON.Member("requestBody", ["required": true, "content": .object(content)]))
        }
        if identification == .calendarToken { members.append(JSON.Member("security", [["calendarToken": []]])) }
        var responses = [JSON.Member("\(success.code)", successResponse)]
        if answer.isTagged, method == .get {
            responses.append(JSON.Member("304", OpenAPIProblem.notModified.reference))
        }
        for problem in problems { responses.append(JSON.Member("\(problem.rawValue)", problem.reference)) }
        members.append(JSON.Member("responses", .object(responses)))
        return .object(members)
    }

    /// Whether `If-Match` is honoured: on every change of what is there already.
    var isConditional: Bool { method != .get && (method != .post || subject.isObject) && files.isEmpty }

    /// Whether an `Idempotency-Key` is honoured.
    var takesKey: Bool { idempotent || !files.isEmpty }

    var roleNames: [String] { Role.allCases.filter(roles.contains).map(\.rawValue) }

    private var parameters: [JSON] {
        var parameters = pathParameters(template)
        for field in query {
            parameters.append([
                "name": .string(field.name), "in": "query", "required": .bool(field.required),
                "schema": field.shape.schema(), "example": field.shape.sample(field.name),
            ])
        }
        if takesKey { parameters.append(OpenAPIParameter.idempotencyKey.reference) }
        if isConditional { parameters.append(OpenAPIParameter.ifMatch.reference) }
        if method == .get, answer.isTagged { parameters.append(OpenAPIParameter.ifNoneMatch.reference) }
        parameters.append(OpenAPIParameter.acceptLanguage.reference)
        return parameters
    }

    private var successResponse: JSON {
        var headers: [OpenAPIHeader] = []
        if answer.isTagged { headers.append(.eTag) }
        if answer.isPage { headers.append(.link) }
        // What is no object has no place of its own.
        if success == .created, answer.isTagged { headers.append(.location) }
        if takesKey { headers.append(.idempotentReplayed) }
        return response(answer, headers)
    }

    /// What it may refuse with, read from what it takes.
    var problems: [OpenAPIProblem] {
        let changes = method != .get
        var problems: Set<OpenAPIProblem> = [.unauthorized, .tooMany, .unavailable]
        if template.contains("{") || subject.isObject || template.hasPrefix("/v1/demo/") { problems.insert(.notFound) }
        // A token's scopes may leave out any route; a calendar's own token opens one alone.
        if identification == .bearer { problems.insert(.forbidden) }
        if body != nil { problems.insert(.notJSON) }
        if body != nil || !files.isEmpty { problems.formUnion([.tooSlow, .unsupportedMediaType, .tooLarge]) }
        if body != nil || !query.isEmpty || takesKey { problems.insert(.invalid) }
        if isConditional { problems.insert(.stale) }
        if case (.attachment, .media) = (subject, answer) { problems.insert(.gone) }
        if changes { problems.formUnion([.conflict, .invalid]) }
        return problems.sorted { $0.rawValue < $1.rawValue }
    }
}

extension PublicRoute {
    var operation: JSON {
        var responses = [JSON.Member("200", response(answer, []))]
        for status in refusals {
            let known = OpenAPIProblem(rawValue: status)
            if case .media(["text/html"]) = answer, status != 304 {
                // A person reads it: a refusal is a page, too.
                let page: JSON = ["text/html": ["schema": ["type": "string"]]]
                responses.append(
                    JSON.Member(
                        "\(status)", ["description": .string(known?.description ?? "Refused"), "content": page]))
            } else {
                responses.append(
                    JSON.Member("\(status)", known?.plainReference ?? ["description": "Refused"]))
            }
        }
        return [
            "operationId": .string(operationID(method, template)), "tags": ["public"], "summary": .string(summary),
            "security": [], "parameters": .array(pathParameters(template)), "responses": .object(responses),
        ]
    }
}

extension AnswerShape {
    /// The name under which the document holds its example once, however many operations answer it.
    var exampleName: String? {
        switch self {
        case .object(let view, _): view.name
        // A page with more beside its lines is an example of its own.
        case .page(let view, let more, _): more.isEmpty ? "\(view.name)Page" : nil
        default: nil
        }
    }

    /// The media types beside JSON.
    fileprivate var others: [String] {
        switch self {
        case .object(_, let others), .page(_, _, let others): others
        default: []
        }
    }

    fileprivate var examples: JSON {
        if let exampleName { return ["sample": ["$ref": .string("#/components/examples/\(exampleName)")]] }
        return ["sample": ["value": shape?.sample() ?? .null]]
    }
}

private func response(_ answer: AnswerShape, _ headers: [OpenAPIHeader]) -> JSON {
    var members = [JSON.Member("description", "Done")]
    if !headers.isEmpty {
        members.append(JSON.Member("headers", .object(headers.map { JSON.Member($0.name, $0.reference) })))
    }
    switch answer {
    case .media(let types):
        members.append(
            JSON.Member(
                "content",
                .object(
                    types.map { JSON.Member($0, ["schema": ["type": $0 == "application/json" ? "object" : "string"]]) })
            ))
    default:
        if let shape = answer.shape {
            members.append(
                JSON.Member(
                    "content",
                    .object(
                        [JSON.Member("application/json", ["schema": shape.schema, "examples": answer.examples])]
                            + answer.others.map { JSON.Member($0, ["schema": ["type": "string"]]) })))
        }
    }
    return .object(members)
}

/// `post_v1_orders_id_report_in`: from method and path, so that it is one of a kind and stays.
func operationID(_ method: HTTPRequest.Method, _ template: String) -> String {
    let words = "\(method.rawValue.lowercased())\(template)".split { !$0.isLetter && !$0.isNumber }
    return words.joined(separator: "_")
}

private func pathParameters(_ template: String) -> [JSON] {
    template.matches(of: /\{([a-z_]+)\}/).map { match in
        let name = String(match.1)
        return [
            "name": .string(name), "in": "path", "required": true,
            "schema": name == "id" ? ["type": "string", "format": "uuid"] : ["type": "string"],
            "example": .string(name == "id" ? Sample.id : Sample.text(name)),
        ]
    }
}
