import Broker
import Domain
import JSON

/// Links that are given to people without a token.
extension Route {
    static let links: [Route] = [
        Route(
            .post, "/v1/whistles/{id}/resident-link",
            "A link with which a resident evaluates the result, once and without a token; shown this once",
            roles: .raising, subject: .whistle(nil), body: .nothing, bodyOptional: true, success: .created,
            answer: .value(.view(.residentLink))
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.issueResidentLink(id, by: call.caller, terms)
            } answer: { link in
                let expires = JSON.Member("expires_at", .string(link.expiresAt.text(in: zone)))
                var answer = Answer(
                    .created,
                    .object([JSON.Member("url", JSON(link.url)), JSON.Member("path", .string(link.path)), expires]))
                answer.remembered = .object([expires, JSON.Member("secret_already_shown", true)])
                return answer
            }
        }
    ]
}
