import Broker
import Domain
import Foundation
import JSON

/// Whom a whistle came from: erased on request, and who looked.
extension Route {
    static let privacy: [Route] = [
        Route(
            .post, "/v1/whistles/{id}/erase-contact", "Erase whom to ask about it, for good",
            roles: Set<Role>.raising.union([.admin]), subject: .whistle(nil), body: .reason, answer: .whistle
        ) { call in
            let id = try call.id
            let now = try await call.district().now().business
            return try await call.change { terms in
                try await call.broker.eraseContact(of: id, reason: call.body.text("reason"), by: call.caller, terms)
            } answer: { matter in
                .ok(MatterView(matter, for: call.caller, at: now).whistle, version: matter.version)
            }
        },
        Route(
            .get, "/v1/whistles/{id}/contact-views", "Who was shown its contact, newest first: once a day and token",
            roles: [.admin, .commandCentre, .supervisor], subject: .whistle(nil),
            query: [Field("limit", .integer(1...200))], answer: .page(.contactView)
        ) { call in
            let zone = try await call.district().zone
            let views = try await call.broker.contactViews(of: try call.id, limit: call.limit, for: call.caller)
            return .page(
                views.map {
                    [
                        "organization": .string($0.organization), "role": .string($0.role.rawValue),
                        "token_id": .string($0.token.text), "at": .string($0.at.text(in: zone)),
                    ]
                }, next: nil)
        },
    ]
}
