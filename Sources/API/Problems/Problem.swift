import Broker
import Domain
import HTTPTypes
import JSON
import Language

/// A problem document (RFC 9457) in the reader's language. The one place where errors become answers.
struct Problem: Sendable {
    var status: HTTPResponse.Status
    /// The end of the `type`; it never changes with the language.
    var type: String
    var title: Message
    var detail: Message
    var errors: [FieldError] = []
    var currentState: String?
    var allowed: [String]?
    var headers: [(HTTPField.Name, String)] = []

    init(_ status: HTTPResponse.Status, _ type: String, _ title: Message, _ detail: Message) {
        self.status = status
        self.type = type
        self.title = title
        self.detail = detail
    }

    /// The document's members.
    func json(in tongue: Tongue, instance: String?) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member("type", .string("urn:whistle:problem:\(type)")),
            JSON.Member("title", .string(title.text(in: tongue))),
            JSON.Member("status", .integer(status.code)),
            JSON.Member("detail", .string(detail.text(in: tongue))),
        ]
        if let instance { members.append(JSON.Member("instance", .string(instance))) }
        if !errors.isEmpty {
            members.append(
                JSON.Member(
                    "errors",
                    .array(
                        errors.map {
                            [
                                "pointer": .string($0.pointer), "code": .string($0.code),
                                "message": .string($0.message.text(in: tongue)),
                            ]
                        })))
        }
        if let currentState { members.append(JSON.Member("current_state", .string(currentState))) }
        if let allowed { members.append(JSON.Member("allowed", .array(allowed.map(JSON.string)))) }
        return .object(members)
    }
}

extension Problem {
    /// The document for an error, or `nil` for one that nobody expected.
    /// - Parameters:
    ///   - served: the actions that have a route: a 409 lists no other.
    ///   - deed: what was to be done.
    init?(_ error: any Error, served: Set<String>, deed: Deed? = nil) {
        switch error {
        case let refusal as Refusal: self.init(refusal, served: served, deed: deed)
        case let fault as RequestFault: self.init(fault)
        case let fault as MethodFault:
            self.init(
                .methodNotAllowed, "method-not-allowed", .methodNotAllowedTitle,
                .methodNotAllowed(allowed: fault.allowed))
            headers = [(.allow, fault.allowed)]
        case BrokerError.keyInFlight:
            self.init(.conflict, "idempotency-key-in-flight", .keyInFlightTitle, .keyInFlight)
            headers = [(.retryAfter, "1")]
            currentState = "in_flight"
            allowed = []
        case _ where Broker.isPassing(error):
            self.init(.serviceUnavailable, "unavailable", .overloadedTitle, .overloaded)
            headers = [(.retryAfter, "1")]
        default: return nil
        }
    }

    private init(_ fault: RequestFault) {
        switch fault {
        case .erased: self.init(.gone, "erased", .erasedTitle, .erased)
        case .noHost: self.init(.badRequest, "host", .hostTitle, .host)
        case .unauthorized:
            self.init(.unauthorized, "unauthorized", .unauthorizedTitle, .unauthorized)
            headers = [(.wwwAuthenticate, "Bearer realm=\"whistle\"")]
        case .unsupportedMediaType:
            self.init(
                .unsupportedMediaType, "unsupported-media-type", .unsupportedMediaTypeTitle, .unsupportedMediaType)
        case .tooLarge(let limit): self.init(.contentTooLarge, "too-large", .tooLargeTitle, .tooLarge(limit: limit))
        case .unsupportedFile:
            self.init(.unsupportedMediaType, "unsupported-file", .unsupportedMediaTypeTitle, .unsupportedFile)
        case .tooSlow: self.init(.requestTimeout, "too-slow", .tooSlowTitle, .tooSlow)
        case .notJSON(let reason): self.init(.badRequest, "not-json", .notJSONTitle, .notJSON(reason: reason))
        case .invalid(let errors):
            self.init(.unprocessableContent, "invalid", .invalidTitle, .invalid(count: errors.count))
            self.errors = errors
        case .tooMany(let seconds):
            self.init(.tooManyRequests, "too-many-requests", .tooManyTitle, .tooMany(seconds: seconds))
            headers = [(.retryAfter, "\(seconds)")]
        case .keyInvalid:
            self.init(.unprocessableContent, "invalid", .invalidTitle, .keyInvalid)
            errors = [FieldError("", code: "idempotency-key", .keyInvalid)]
        }
    }

    private init(_ refusal: Refusal, served: Set<String>, deed: Deed?) {
        switch refusal {
        case .notFound: self.init(.notFound, "not-found", .notFoundTitle, .notFound)
        case .forbidden:
            self.init(.forbidden, "forbidden", .forbiddenTitle, deed.map(Message.notYours) ?? .forbidden)
        case .stale: self.init(.preconditionFailed, "stale", .staleTitle, .stale)
        case .claimLost(let state, let allowed):
            self.init(.conflict, "claim-lost", .claimLostTitle, .claimLost)
            currentState = state
            self.allowed = allowed.filter(served.contains)
        case .illegal(let state, let allowed, let condition):
            self.init(
                .conflict, "illegal-transition", .conflictTitle,
                deed.map { .notNow($0, state: state, because: condition) }
                    ?? condition.map(Message.guardFailed) ?? .conflict(state: state))
            currentState = state
            self.allowed = allowed.filter(served.contains)
        case .rule(let rule):
            self.init(
                .unprocessableContent, rule.code.rawValue, .invalidTitle, .rule(rule.code, value: rule.value))
            errors = [FieldError(rule.pointer, code: rule.code.rawValue, .rule(rule.code, value: rule.value))]
        }
    }
}
