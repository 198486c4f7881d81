import Domain
import HTTPTypes
import JSON

/// One operation of the API, whole: where it is, who may, what it takes, what it does. The router, authorization, the
/// check of unknown fields, 405 and the document of the API all read it; nothing is served that is not one of these.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// As in OpenAPI: `/v1/orders/{id}/receive`. `{id}` is a UUID; other names are codes.
    let template: String
    /// One line of what it is for.
    let summary: String
    /// The roles that may; empty: nobody needs a token.
    let roles: Set<Role>
    /// The object it is about: who must not see that is answered 404 before anything else is judged.
    let subject: Subject
    let query: [Field]
    /// `nil`: takes no body.
    let body: Shape?
    /// The media types of a body that is a file, which its handler reads itself; empty: it takes none.
    let files: [String]
    /// A body may be left out.
    let bodyOptional: Bool
    /// Whether an `Idempotency-Key` is honoured before the handler is asked; of a file the handler does it itself.
    let idempotent: Bool
    /// The status of success.
    let success: HTTPResponse.Status
    /// What stands in its answer.
    let answer: AnswerShape
    /// What says who asks.
    let identification: Identification
    let handler: @Sendable (Call) async throws -> Answer

    init(
        _ method: HTTPRequest.Method, _ template: String, _ summary: String, roles: Set<Role> = Set(Role.allCases),
        subject: Subject = .none, query: [Field] = [], body: Shape? = nil, files: [String] = [],
        bodyOptional: Bool = false, idempotent: Bool? = nil, success: HTTPResponse.Status = .ok,
        identification: Identification = .bearer,
        answer: AnswerShape = .undocumented, handler: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.template = template
        self.summary = summary
        self.roles = roles
        self.subject = subject
        self.query = query
        self.body = body
        self.files = files
        self.bodyOptional = bodyOptional
        self.idempotent = idempotent ?? (method == .post)
        self.success = success
        self.answer = answer
        self.identification = identification
        self.handler = handler
    }
}

extension Set<Role> {
    /// Roles that act for an organization of their own.
    static let acting = Set(Role.allCases.filter(\.actsForOrganization))
    static let raising: Set<Role> = [.township, .community, .enterprise, .commandCentre]
    /// Everyone but those who only look.
    static let writing = Set(Role.allCases).subtracting([.observer])
}

/// What is done to a plan of visits.
enum PlanAction: Sendable {
    case record, end
}

/// The object in a route's path, and what is done to it: what a precheck looks at.
enum Subject: Sendable {
    case none
    case whistle(WhistleAction?)
    case order(OrderAction?)
    case meeting(MeetingAction?)
    case milestone
    case item
    case session
    case inspection
    /// A plan of visits, and what is done to it.
    case areaPlan(PlanAction?)
    case calendarToken
    case hotspot
    case bulletin
    case webhook
    case delivery
    case attachment
    /// A queue, and whether it is taken from.
    case queue(takes: Bool)

    var isObject: Bool {
        switch self {
        case .none, .queue: false
        default: true
        }
    }
}
