import Broker
import Domain
import JSON

/// What is done to an endpoint.
extension Route {
    static let endpointVerbs: [Route] = [
        Route(
            .post, "/v1/webhooks/{id}/test", "Send a test message now and say what came back", roles: .writing,
            subject: .webhook,
            body: .nothing, bodyOptional: true, idempotent: false, answer: .value(.view(.webhookTest))
        ) { call in
            let outcome = try await call.broker.testWebhook(
                try call.id, by: call.caller, Terms(expectedVersions: call.expectedVersions))
            return .ok([
                "delivered": .bool(outcome.delivered), "status": JSON(outcome.status),
                "vendor_code": JSON(outcome.vendorCode), "meaning": JSON(outcome.fault?.meaning(in: call.tongue)),
                "hint": JSON(outcome.fault?.hint(in: call.tongue)), "error": JSON(outcome.error),
                "duration_ms": .integer(outcome.milliseconds), "response_excerpt": JSON(outcome.excerpt),
            ])
        },
        Route(
            .post, "/v1/webhooks/{id}/pause", "Send nothing; events are parked", roles: .writing, subject: .webhook,
            body: .nothing, bodyOptional: true, answer: .webhook
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.pauseWebhook(id, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone, call.tongue), version: $0.version)
            }
        },
        Route(
            .post, "/v1/webhooks/{id}/resume", "Send again what is told from now on; replay what was parked",
            roles: .writing, subject: .webhook, body: .nothing, bodyOptional: true, answer: .webhook
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.resumeWebhook(id, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone, call.tongue), version: $0.version)
            }
        },
        Route(
            .post, "/v1/webhooks/{id}/rotate-secret", "Replace the secret; the old one also signs for 24 hours",
            roles: .writing, subject: .webhook, body: .rotation, bodyOptional: true, answer: .webhook
        ) { call in
            let id = try call.id
            let secret = try WebhookRequest(call.body).secret()
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.rotateSecret(of: id, to: secret, by: call.caller, terms)
            } answer: { rotated in
                var answer = Answer.ok(
                    rotated.row.json(in: zone, call.tongue, secret: rotated.secret), version: rotated.row.version)
                answer.remembered = rotated.row.json(in: zone, call.tongue, secretAlreadyShown: true)
                return answer
            }
        },
        Route(
            .post, "/v1/webhooks/{id}/replay", "Deliver parked and dead events of a span again, under the same ids",
            roles: .writing, subject: .webhook, body: .replay, answer: .value(.view(.replay))
        ) { call in
            let id = try call.id
            let since = call.body.requiredMoment("since")
            let until = call.body.requiredMoment("until")
            let dryRun = call.body.bool("dry_run") ?? false
            guard since <= until else {
                throw RequestFault.invalid([FieldError("/until", .outOfRange("≥ since"))])
            }
            return try await call.change { terms in
                try await call.broker.replayWebhook(
                    id, since: since, until: until, dryRun: dryRun, by: call.caller, terms)
            } answer: { count in
                .ok([
                    "dry_run": .bool(dryRun), "parked": .integer(count.parked), "dead": .integer(count.dead),
                    "deliveries": .integer(count.parked + count.dead),
                ])
            }
        },
    ]
}
