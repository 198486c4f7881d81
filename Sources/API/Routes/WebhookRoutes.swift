import Broker
import Domain
import Foundation
import JSON
import Language

/// Webhooks and the feed.
extension Route {
    static let webhooks: [Route] = endpoints + endpointVerbs + deliveries + feed

    /// Endpoints as objects.
    private static let endpoints: [Route] = [
        Route(
            .post, "/v1/webhooks", "Subscribe an endpoint to what your organization may see", roles: .writing,
            body: .webhook, success: .created, answer: .webhook
        ) { call in
            let draft = try WebhookRequest(call.body).draft()
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.createWebhook(draft, by: call.caller, terms)
            } answer: { created in
                var answer = Answer.created(
                    created.row.json(in: zone, call.tongue, secret: created.secret),
                    at: "/v1/webhooks/\(created.row.id.text)", version: created.row.version)
                answer.remembered = created.row.json(in: zone, call.tongue, secretAlreadyShown: true)
                return answer
            }
        },
        Route(.get, "/v1/webhooks", "Your organization's endpoints", query: .paging, answer: .page(.webhook)) { call in
            let zone = try await call.district().zone
            let rows = try await call.broker.webhooks(
                for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                rows.map { $0.json(in: zone, call.tongue) },
                next: rows.count == call.limit ? rows.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(.get, "/v1/webhooks/{id}", "One endpoint", subject: .webhook, answer: .webhook) { call in
            let row = try await call.broker.webhook(try call.id, for: call.caller)
            return .ok(row.json(in: try await call.district().zone, call.tongue), version: row.version)
        },
        Route(
            .patch, "/v1/webhooks/{id}", "Alter an endpoint; what is left out stays", roles: .writing,
            subject: .webhook, body: .webhookChange, answer: .webhook
        ) { call in
            let id = try call.id
            let change = try WebhookRequest(call.body).change(
                of: try await call.broker.webhook(id, for: call.caller).adapter)
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.updateWebhook(id, change, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone, call.tongue), version: $0.version)
            }
        },
        Route(
            .delete, "/v1/webhooks/{id}", "Remove an endpoint and its log", roles: .writing, subject: .webhook,
            success: .noContent, answer: .nothing
        ) { call in
            try await call.broker.deleteWebhook(
                try call.id, by: call.caller, Terms(expectedVersions: call.expectedVersions))
            return Answer(.noContent, nil)
        },
    ]

    /// What an endpoint was told.
    private static let deliveries: [Route] = [
        Route(
            .get, "/v1/webhooks/{id}/deliveries", "An endpoint's log, newest first", subject: .webhook,
            query: .paging + [
                Field(
                    "state",
                    .word(["pending", "delivering", "delivered", "retrying", "unknown", "parked", "coalesced", "dead"]))
            ], answer: .page(.delivery, with: [ViewField("sent_this_month", .maybe(.integer))])
        ) { call in
            let zone = try await call.district().zone
            let lines = try await call.broker.deliveries(
                of: try call.id, state: call.query.optionalText("state"), for: call.caller,
                before: try Cursor.number(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                lines.map { $0.json(in: zone, call.tongue) },
                next: lines.count == call.limit ? lines.last.map { Cursor.encode(["\($0.position)"]) } : nil,
                with: (
                    "sent_this_month", JSON(try await call.broker.sentThisMonth(by: call.id, for: call.caller))
                ))
        },
        Route(
            .post, "/v1/deliveries/{id}/redeliver", "Deliver one again now, under the same id", roles: .writing,
            subject: .delivery, body: .nothing, bodyOptional: true, answer: .value(.view(.delivery))
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.redeliver(id, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone, call.tongue))
            }
        },
    ]

    /// What happened in the district.
    private static let feed: [Route] = [
        Route(
            .get, "/v1/events", "What happened, oldest first; resumes after a place",
            query: .paging + [Field("after", .integer(0...Int.max))], answer: .page(.event, also: ["text/event-stream"])
        ) { call in
            if EventStream.isAsked(by: call.request) { return try await EventStream.answer(call) }
            let zone = try await call.district().zone
            let after = try Cursor.number(call.query.optionalText("cursor")) ?? call.query.integer("after") ?? 0
            let events = try await call.broker.events(after: after, for: call.caller, limit: call.limit)
            return .page(
                events.map { $0.json(in: zone) },
                next: events.count == call.limit ? events.last.map { Cursor.encode(["\($0.position)"]) } : nil)
        }
    ]
}
