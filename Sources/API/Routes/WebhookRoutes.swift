import Broker
import Domain
import Foundation
import JSON
import Language

/// Webhooks and the feed.
extension Route {
    /// The adapters that are served.
    static let adapters = ["standard"]

    static let webhooks: [Route] = [
        Route(
            .post, "/v1/webhooks", "Subscribe an endpoint to what your organization may see", roles: .writing,
            body: .webhook, success: .created
        ) { call in
            let patterns = call.body.texts("events")
            let wrong = patterns.enumerated().filter { !EventType.isPattern($0.element) }
            guard wrong.isEmpty else {
                throw RequestFault.invalid(
                    wrong.map { FieldError("/events/\($0.offset)", .wrongFormat("order.received, order.*")) })
            }
            let secret = call.body.optionalText("secret")
            if let secret, !Broker.isWebhookSecret(secret) {
                throw RequestFault.invalid([FieldError("/secret", .wrongFormat("whsec_<base64>"))])
            }
            let url = call.body.text("url")
            guard let address = URLComponents(string: url),
                ["http", "https"].contains(address.scheme?.lowercased() ?? ""),
                address.host?.isEmpty == false
            else { throw Refusal.rule(Refusal.Rule(.refusedURL, at: "/url", "http(s)://…")) }
            let draft = WebhookDraft(
                name: call.body.text("name"), url: url, adapter: call.body.text("adapter"), events: patterns,
                secret: secret, onUnknown: call.body.optionalText("on_unknown") ?? "resend")
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.createWebhook(draft, by: call.caller, terms)
            } answer: { created in
                var answer = Answer.created(
                    created.row.json(in: zone, secret: created.secret), at: "/v1/webhooks/\(created.row.id.text)",
                    version: created.row.version)
                answer.remembered = created.row.json(in: zone, secretAlreadyShown: true)
                return answer
            }
        },
        Route(.get, "/v1/webhooks", "Your organization's endpoints", query: .paging) { call in
            let zone = try await call.district().zone
            let rows = try await call.broker.webhooks(
                for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                rows.map { $0.json(in: zone) },
                next: rows.count == call.limit ? rows.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(.get, "/v1/webhooks/{id}", "One endpoint", subject: .webhook) { call in
            let row = try await call.broker.webhook(try call.id, for: call.caller)
            return .ok(row.json(in: try await call.district().zone), version: row.version)
        },
        Route(
            .delete, "/v1/webhooks/{id}", "Remove an endpoint and its log", roles: .writing, subject: .webhook,
            success: .noContent
        ) { call in
            try await call.broker.deleteWebhook(
                try call.id, by: call.caller, Terms(expectedVersions: call.expectedVersions))
            return Answer(.noContent, nil)
        },
        Route(
            .get, "/v1/webhooks/{id}/deliveries", "An endpoint's log, newest first", subject: .webhook,
            query: .paging + [
                Field(
                    "state",
                    .word(["pending", "delivering", "delivered", "retrying", "unknown", "parked", "coalesced", "dead"]))
            ]
        ) { call in
            let zone = try await call.district().zone
            let lines = try await call.broker.deliveries(
                of: try call.id, state: call.query.optionalText("state"), for: call.caller,
                before: try Cursor.number(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                lines.map { $0.json(in: zone) },
                next: lines.count == call.limit ? lines.last.map { Cursor.encode(["\($0.position)"]) } : nil)
        },
        Route(
            .post, "/v1/webhooks/{id}/test", "Send a test message now and say what came back", roles: .writing,
            subject: .webhook,
            body: .nothing, bodyOptional: true, idempotent: false
        ) { call in
            let outcome = try await call.broker.testWebhook(try call.id, by: call.caller)
            return .ok([
                "delivered": .bool(outcome.delivered), "status": JSON(outcome.status), "error": JSON(outcome.error),
                "duration_ms": .integer(outcome.milliseconds), "response_excerpt": JSON(outcome.excerpt),
            ])
        },
        Route(
            .get, "/v1/events", "What happened, oldest first; resumes after a place",
            query: .paging + [Field("after", .integer(0...Int.max))]
        ) { call in
            let zone = try await call.district().zone
            let after = try Cursor.number(call.query.optionalText("cursor")) ?? call.query.integer("after") ?? 0
            let events = try await call.broker.events(after: after, for: call.caller, limit: call.limit)
            let items = events.map { event -> JSON in
                [
                    "id": .integer(event.position), "type": .string(event.type),
                    "at": .string(event.at.text(in: zone)), "data": .raw(event.data),
                ]
            }
            return .page(
                items, next: events.count == call.limit ? events.last.map { Cursor.encode(["\($0.position)"]) } : nil)
        },
    ]
}

extension Shape {
    fileprivate static let webhook = Shape.object([
        Field("name", .name, required: true), Field("url", .text(1...2000), required: true),
        Field("adapter", .word(Route.adapters), required: true),
        Field("events", .list(.text(1...100), 1...100), required: true), Field("secret", .text(1...200)),
        Field("on_unknown", .word(["resend", "hold"])),
    ])
}
