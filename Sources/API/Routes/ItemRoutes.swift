import Broker
import Domain
import JSON

/// What was heard, before and beneath a whistle.
extension Route {
    static let items: [Route] = [
        Route(.post, "/v1/items", "File what was heard", roles: .raising, body: .item, success: .created, answer: .item)
        { call in
            let district = try await call.district()
            let draft = call.body.item
            return try await call.change { terms in
                try await call.broker.hearItems([draft], by: call.caller, terms)
            } answer: { items in
                .created(items[0].json(in: district.zone), at: "/v1/items/\(items[0].id.text)", version: 1)
            }
        },
        Route(
            .post, "/v1/items/batch", "File what was heard, up to 500 at once", roles: .raising,
            body: .object([Field("items", .batch(1...500), required: true)]), answer: .results("item", .item)
        ) { call in
            let district = try await call.district()
            let parts = call.body.parts("items", .item)
            let drafts = parts.filter(\.errors.isEmpty).map(\.body.item)
            return try await call.change { terms in
                try await call.broker.hearItems(drafts, by: call.caller, terms)
            } answer: { items in
                var stored = items.makeIterator()
                return .ok([
                    "results": .array(
                        parts.map { part in
                            guard part.errors.isEmpty, let item = stored.next() else {
                                return call.failure(RequestFault.invalid(part.errors))
                            }
                            return ["status": 201, "item": item.json(in: district.zone)]
                        })
                ])
            }
        },
        Route(
            .get, "/v1/items", "What was heard, newest first", query: .paging + [Field("state", .word(ItemState.self))],
            answer: .page(.item)
        ) { call in
            let district = try await call.district()
            let items = try await call.broker.items(
                state: call.query.word("state"), for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")),
                limit: call.limit)
            return .page(
                items.map { $0.json(in: district.zone) },
                next: items.count == call.limit ? items.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(.get, "/v1/items/{id}", "One item", subject: .item, answer: .item) { call in
            let item = try await call.broker.item(try call.id, for: call.caller)
            return .ok(item.json(in: try await call.district().zone), version: item.version)
        },
        ending("resolve", .resolved, "outcome", "Settled where it was heard"),
        ending("drop", .notPursued, "reason", "Not pursued"),
    ]

    private static func ending(_ action: String, _ state: ItemState, _ field: String, _ summary: String) -> Route {
        Route(
            .post, "/v1/items/{id}/\(action)", summary, roles: .raising, subject: .item,
            body: .object([Field(field, .sentence, required: true)]), answer: .item
        ) { call in
            let district = try await call.district()
            let id = try call.id
            return try await call.change { terms in
                try await call.broker.endItem(id, state, outcome: call.body.text(field), by: call.caller, terms)
            } answer: {
                .ok($0.json(in: district.zone), version: $0.version)
            }
        }
    }
}

extension Body {
    fileprivate var item: ItemDraft {
        ItemDraft(
            title: text("title"), category: optionalText("category"), channel: word("channel") ?? .online,
            location: location, heardAt: moment("heard_at"), visitPlan: optionalText("visit_plan"), contact: contact)
    }
}
