import JSON

/// Headers that requests may carry.
enum OpenAPIParameter: String, CaseIterable {
    case idempotencyKey = "IdempotencyKey"
    case ifMatch = "IfMatch"
    case ifNoneMatch = "IfNoneMatch"
    case acceptLanguage = "AcceptLanguage"

    var reference: JSON { ["$ref": .string("#/components/parameters/\(rawValue)")] }

    var json: JSON {
        switch self {
        case .idempotencyKey:
            header(
                "Idempotency-Key",
                "1–255 visible ASCII characters: the same request under the same key is done once, for at least 24 hours.",
                ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"], "8f1c2a")
        case .ifMatch:
            header("If-Match", "The object's ETag: another version is 412.", ["type": "string"], "\"3\"")
        case .ifNoneMatch:
            header("If-None-Match", "An ETag: the same is answered 304.", ["type": "string"], "\"3\"")
        case .acceptLanguage:
            header("Accept-Language", "The words' language: `zh-CN` (default) or `en`.", ["type": "string"], "en")
        }
    }

    private func header(_ name: String, _ description: String, _ schema: JSON, _ example: String) -> JSON {
        [
            "name": .string(name), "in": "header", "required": false, "description": .string(description),
            "schema": schema, "example": .string(example),
        ]
    }
}

/// Headers that answers carry.
enum OpenAPIHeader: String, CaseIterable {
    case eTag = "ETag"
    case link = "Link"
    case location = "Location"
    case idempotentReplayed = "IdempotentReplayed"
    case retryAfter = "RetryAfter"
    case allow = "Allow"
    case authenticate = "WWWAuthenticate"

    var name: String {
        switch self {
        case .idempotentReplayed: "Idempotent-Replayed"
        case .retryAfter: "Retry-After"
        case .authenticate: "WWW-Authenticate"
        default: rawValue
        }
    }

    var reference: JSON { ["$ref": .string("#/components/headers/\(rawValue)")] }

    var json: JSON {
        let (description, schema): (String, JSON) =
            switch self {
            case .eTag: ("The object's version, or a list's hash.", ["type": "string", "pattern": "^\"[^\"]+\"$"])
            case .link: ("`<…>; rel=\"next\"` where there is another page.", ["type": "string"])
            case .location: ("The path of what was made.", ["type": "string", "pattern": "^/"])
            case .idempotentReplayed: ("`true` where the answer was given before.", ["type": "string"])
            case .retryAfter: ("Seconds to wait.", ["type": "string", "pattern": "^[0-9]+$"])
            case .allow: ("What the path takes.", ["type": "string"])
            case .authenticate: ("`Bearer`.", ["type": "string"])
            }
        return ["description": .string(description), "schema": schema]
    }
}

/// What may be answered beside success, by status.
enum OpenAPIProblem: Int, CaseIterable {
    case notModified = 304
    case notJSON = 400
    case unauthorized = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case tooSlow = 408
    case conflict = 409
    case gone = 410
    case stale = 412
    case tooLarge = 413
    case unsupportedMediaType = 415
    case invalid = 422
    case tooMany = 429
    case unavailable = 503

    var name: String { "Status\(rawValue)" }

    var reference: JSON { ["$ref": .string("#/components/responses/\(name)")] }

    /// For what is refused without a problem document: probes answer in plain text.
    var plainReference: JSON {
        switch self {
        case .unavailable:
            [
                "description": .string(description), "headers": ["Retry-After": OpenAPIHeader.retryAfter.reference],
                "content": ["text/plain": ["schema": ["type": "string"]]],
            ]
        default: reference
        }
    }

    var json: JSON {
        var members = [JSON.Member("description", .string(description))]
        if let header {
            members.append(JSON.Member("headers", .object([JSON.Member(header.name, header.reference)])))
        }
        if self != .notModified {
            let view: View = self == .conflict ? .conflict : self == .invalid ? .invalid : .problem
            members.append(
                JSON.Member(
                    "content",
                    ["application/problem+json": ["schema": ViewShape.view(view).schema, "example": example(view)]]))
        }
        return .object(members)
    }

    private func example(_ view: View) -> JSON {
        guard case .object(let members) = ViewShape.view(view).sample() else { return [:] }
        return .object(
            members.map { member in
                switch member.name {
                case "status": JSON.Member("status", .integer(rawValue))
                case "type": JSON.Member("type", .string("urn:whistle:problem:\(type)"))
                case "title": JSON.Member("title", .string(description))
                default: member
                }
            })
    }

    private var header: OpenAPIHeader? {
        switch self {
        case .notModified: .eTag
        case .unauthorized: .authenticate
        case .methodNotAllowed: .allow
        case .tooMany, .unavailable: .retryAfter
        default: nil
        }
    }

    /// The end of the usual `type`.
    private var type: String {
        switch self {
        case .notModified: "not-modified"
        case .notJSON: "not-json"
        case .unauthorized: "unauthorized"
        case .forbidden: "forbidden"
        case .notFound: "not-found"
        case .gone: "erased"
        case .methodNotAllowed: "method-not-allowed"
        case .tooSlow: "too-slow"
        case .conflict: "illegal-transition"
        case .stale: "stale"
        case .tooLarge: "too-large"
        case .unsupportedMediaType: "unsupported-media-type"
        case .invalid: "invalid"
        case .tooMany: "too-many-requests"
        case .unavailable: "unavailable"
        }
    }

    var description: String {
        switch self {
        case .notModified: "You have it already."
        case .notJSON: "The body is not JSON."
        case .unauthorized: "No token, or one that is not valid."
        case .forbidden: "You may see it; it is not yours to do."
        case .notFound: "It is not there, or not for you to see."
        case .gone: "It was there, and is no more."
        case .methodNotAllowed: "The path takes other methods."
        case .tooSlow: "The body came too slowly."
        case .conflict: "Not now: the state forbids it, or the key is in flight."
        case .stale: "It has another version."
        case .tooLarge: "The body is over 1 MiB, or a file over its own bound."
        case .unsupportedMediaType: "The body is not of a media type that is taken here."
        case .invalid: "The shape is wrong, or a rule of the rulebook forbids it."
        case .tooMany: "Too much at once, or too many invalid tokens from there."
        case .unavailable: "Busy or starting; try again."
        }
    }
}
