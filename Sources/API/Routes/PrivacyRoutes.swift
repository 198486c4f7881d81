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
            return .page(views.map { $0.json(in: zone) }, next: nil)
        },
        Route(
            .get, "/v1/attachments/{id}/views", "Who was handed the file, newest first: once a day and token",
            roles: [.admin, .commandCentre, .supervisor], subject: .attachment,
            query: [Field("limit", .integer(1...200))], answer: .page(.contactView)
        ) { call in
            let zone = try await call.district().zone
            let views = try await call.broker.attachmentViews(of: try call.id, limit: call.limit, for: call.caller)
            return .page(views.map { $0.json(in: zone) }, next: nil)
        },
    ]
}

extension ContactShown {
    fileprivate func json(in zone: Zone) -> JSON {
        [
            "organization": .string(organization), "role": .string(role.rawValue), "token_id": .string(token.text),
            "at": .string(at.text(in: zone)),
        ]
    }
}
