import Broker
import Domain
import Foundation
import JSON

/// Queues and orders: what a department polls, takes and does.
extension Route {
    static let orders: [Route] = [
        Route(
            .get, "/v1/departments/{code}/queue", "Look into a queue, take nothing", subject: .queue(takes: false),
            query: .paging + [Field("state", .word(OrderState.self))],
            answer: .page(.order, with: [ViewField("invitations", .list(.view(.invitation)))])
        ) { call in try await look(call) },
        Route(
            .post, "/v1/departments/{code}/queue/claim",
            "Take orders for a bounded time; waits until something is there",
            roles: .acting, subject: .queue(takes: true),
            body: .object([
                Field("max", .integer(1...100)), Field("lease_seconds", .integer(10...3600)),
                Field("wait_seconds", .integer(0...60)),
            ]), bodyOptional: true, idempotent: false, answer: .member("orders", .list(.view(.order)))
        ) { call in try await claim(call) },
        action(.receive, "签收: acknowledge", body: .object([Field("claim_token", .text(0...200))]), bodyOptional: true) {
            call, id, terms in
            try await call.broker.receiveOrder(id, claim: call.body.claim, by: call.caller, terms)
        },
        Route(
            .post, "/v1/orders/receive", "签收 of up to 100 orders; each is judged on its own", roles: .acting,
            body: .object([Field("items", .batch(1...100), required: true)]), answer: .results("order", .order)
        ) { call in try await receiveBatch(call) },
        Route(
            .post, "/v1/orders/{id}/release", "Give a claimed order back", roles: .acting, subject: .order(.release),
            body: .object([Field("claim_token", .text(0...200), required: true)]), idempotent: false, answer: .order
        ) { call in
            let id = try call.id
            let matter = try await call.broker.releaseOrder(
                id, claim: call.body.claim ?? UUID.none, by: call.caller,
                Terms(expectedVersions: call.expectedVersions))
            return try await order(matter, id, call)
        },
        Route(
            .post, "/v1/orders/{id}/extend-lease", "Hold a claimed order longer", roles: .acting,
            subject: .order(.extendLease),
            body: .object([
                Field("claim_token", .text(0...200), required: true),
                Field("lease_seconds", .integer(10...3600), required: true),
            ]), idempotent: false, answer: .order
        ) { call in
            let id = try call.id
            let matter = try await call.broker.extendLease(
                id, claim: call.body.claim ?? UUID.none, seconds: call.body.integer("lease_seconds") ?? 60,
                by: call.caller, Terms(expectedVersions: call.expectedVersions))
            guard let order = matter.order(id) else { throw Refusal.notFound }
            let now = try await call.district().now().business
            return .ok(MatterView(matter, for: call.caller, at: now).claimed(order), version: order.version)
        },
        Route(.get, "/v1/orders/{id}", "One order", subject: .order(nil), answer: .order) { call in
            let id = try call.id
            return try await order(try await call.broker.matter(ofOrder: id, for: call.caller), id, call)
        },
        action(
            .reportIn, "报到: somebody named is on it",
            body: .object([
                Field("person", .name, required: true), Field("note", .text(0...2000)), Field("location", .location),
            ])
        ) { call, id, terms in
            try await call.broker.reportIn(
                id, person: call.body.text("person"), note: call.body.optionalText("note"), by: call.caller, terms)
        },
        action(
            .progress, "How far it is",
            body: .object([Field("note", .sentence, required: true), Field("percent", .integer(0...100))])
        ) { call, id, terms in
            try await call.broker.reportProgress(
                id, note: call.body.text("note"), percent: call.body.integer("percent"), by: call.caller, terms)
        },
        action(
            .resolve, "办结反馈: done, with measures",
            body: .object([
                Field("outcome", .sentence, required: true), Field("measures", .sentence, required: true),
                Field("responsible_person", .name, required: true), Field("handled_by", .name),
            ])
        ) { call, id, terms in
            let resolution = Matter.Resolution(
                outcome: call.body.text("outcome"), measures: call.body.text("measures"),
                responsiblePerson: call.body.text("responsible_person"),
                handledBy: call.body.optionalText("handled_by"))
            return try await call.broker.resolveOrder(id, resolution, by: call.caller, terms)
        },
    ]

    static func action(
        _ action: OrderAction, _ summary: String, roles: Set<Role> = .acting, body: Shape, bodyOptional: Bool = false,
        _ work: @escaping @Sendable (Call, UUID, Terms<Matter>) async throws -> Matter
    ) -> Route {
        Route(
            .post, "/v1/orders/{id}/\(action.rawValue)", summary, roles: roles, subject: .order(action), body: body,
            bodyOptional: bodyOptional, answer: .order
        ) { call in
            let id = try call.id
            let now = try await call.district().now().business
            return try await call.change { terms in
                try await work(call, id, terms)
            } answer: { matter in
                guard let order = matter.order(id) else { return Answer(.ok, nil) }
                return .ok(MatterView(matter, for: call.caller, at: now).order(order), version: order.version)
            }
        }
    }

    private static func order(_ matter: Matter, _ id: UUID, _ call: Call) async throws -> Answer {
        guard let order = matter.order(id) else { throw Refusal.notFound }
        let now = try await call.district().now().business
        return .ok(MatterView(matter, for: call.caller, at: now).order(order), version: order.version)
    }

    private static func look(_ call: Call) async throws -> Answer {
        let state: OrderState? = call.query.word("state")
        let parts = try Cursor.decode(call.query.optionalText("cursor"), parts: 4)
        let after = try parts.map { parts -> QueuePlace in
            // A due time that no clock can have is none that this list gave; PostgreSQL's epoch could not be taken off it.
            guard let rank = Int16(parts[0]), let due = Int64(parts[1]), Timestamp.told.contains(due),
                let turn = Int(parts[2]), let id = UUID(text: parts[3])
            else { throw RequestFault.invalid([FieldError("?cursor", .wrongFormat("next_cursor"))]) }
            return QueuePlace(rank: rank, due: Timestamp(microseconds: due), turn: turn, id: id)
        }
        let district = try await call.district()
        let now = district.now().business
        let found = try await call.broker.queue(
            call.code, states: state.map { [$0] } ?? OrderState.allCases.filter(\.isLive), for: call.caller,
            after: after, limit: call.limit)
        let items = try found.orders.map { entry in
            let matter = Matter(
                whistle: entry.whistle, orders: [entry.order], rules: try district.rules(entry.whistle.rulebookVersion))
            return MatterView(matter, for: call.caller, at: now).order(entry.order)
        }
        let next = found.orders.count == call.limit ? found.orders.last.map { QueuePlace($0.order) } : nil
        return .page(
            items,
            next: next.map { Cursor.encode(["\($0.rank)", "\($0.due.microseconds)", "\($0.turn)", $0.id.text]) },
            with: ("invitations", .array(found.invitations.map { $0.json(in: district.zone, for: call.caller) })))
    }

    private static func claim(_ call: Call) async throws -> Answer {
        let maximum = call.body.integer("max") ?? 1
        let lease = call.body.integer("lease_seconds") ?? 60
        let wait = call.body.integer("wait_seconds") ?? 0
        let district = try await call.district()
        let broker = call.broker
        var given = try await broker.claimOrders(
            of: call.code, maximum: maximum, leaseSeconds: lease, wait: .zero, by: call.caller)
        if given.isEmpty, wait > 0 {
            let seat = try call.seat(.poll)
            defer { seat.leave() }
            // Only a poll that waits watches for its client going away.
            given =
                try await call.channel.untilClientEnds {
                    try await broker.claimOrders(
                        of: call.code, maximum: maximum, leaseSeconds: lease, wait: .seconds(wait), by: call.caller)
                } ?? []
        }
        let lost = given
        let receipt = Receipt { broker.desks.returned(lost, queue: call.code, in: call.caller.district) }
        let now = district.now().business
        let orders = try given.map { claimed in
            let matter = Matter(
                whistle: claimed.whistle, orders: [claimed.order],
                rules: try district.rules(claimed.whistle.rulebookVersion))
            return MatterView(matter, for: call.caller, at: now).claimed(claimed.order)
        }
        var answer = Answer.ok(["orders": .array(orders)])
        answer.receipt = given.isEmpty ? nil : receipt
        return answer
    }

    private static func receiveBatch(_ call: Call) async throws -> Answer {
        let parts = call.body.parts("items", .receipt)
        let receipts = parts.filter(\.errors.isEmpty).map {
            (order: $0.body.id("id") ?? UUID.none, claim: $0.body.claim)
        }
        let now = try await call.district().now().business
        return try await call.change { terms in
            try await call.broker.receiveOrders(receipts, by: call.caller, terms)
        } answer: { results in
            var judged = results.makeIterator()
            let rendered = parts.map { part -> JSON in
                guard part.errors.isEmpty, let result = judged.next() else {
                    return call.failure(RequestFault.invalid(part.errors))
                }
                switch result {
                case .success(let (matter, order)):
                    return ["status": 200, "order": MatterView(matter, for: call.caller, at: now).order(order)]
                case .failure(let refusal): return call.failure(refusal)
                }
            }
            return .ok(["results": .array(rendered)])
        }
    }
}
