import Broker
import Domain
import Foundation
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
            // Each is judged on its own: one that names no category of the rulebook's leaves its neighbours alone.
            let book = district.current.rulebook
            let parts = call.body.parts("items", .item).map { body, errors -> (body: Body, fault: (any Error)?) in
                guard errors.isEmpty else { return (body, RequestFault.invalid(errors)) }
                guard let category = body.optionalText("category"), book.category(category) == nil else {
                    return (body, nil)
                }
                return (body, Refusal.rule(Refusal.Rule(.unknownCategory, at: "/category", category)))
            }
            let drafts = parts.filter { $0.fault == nil }.map(\.body.item)
            return try await call.change { terms in
                try await call.broker.hearItems(drafts, by: call.caller, terms)
            } answer: { items in
                var stored = items.makeIterator()
                return .ok([
                    "results": .array(
                        parts.map { part in
                            if let fault = part.fault { return call.failure(fault) }
                            guard let item = stored.next() else { return call.failure(Refusal.notFound) }
                            return ["status": 201, "item": item.json(in: district.zone)]
                        })
                ])
            }
        },
        Route(
            .get, "/v1/items", "What was heard, newest first",
            query: .paging + [
                Field("state", .word(ItemState.self)), Field("channel", .word(Channel.self)),
                Field("category", .code), Field("visit_plan", .text(1...100)), Field("session", .id),
                Field("whistle", .id), Field("since", .moment), Field("until", .moment),
                Field("community", .text(1...200)), Field("township", .code), Field("counts", .boolean),
            ], answer: .page(.item, with: [ViewField("counts", .view(.itemCounts), sometimes: true)])
        ) { call in
            let district = try await call.district()
            let filter = call.query.itemFilter
            let items = try await call.broker.items(
                filter, for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")),
                limit: call.limit)
            let page = items.map { $0.json(in: district.zone) }
            let next = items.count == call.limit ? items.last.map { Cursor.encode([$0.id.text]) } : nil
            guard call.query.bool("counts") == true else { return .page(page, next: next) }
            let counts = try await call.broker.itemCounts(filter, for: call.caller)
            return .page(page, next: next, with: ("counts", counts.json))
        },
        Route(.get, "/v1/items/{id}", "One item", subject: .item, answer: .item) { call in
            let item = try await call.broker.item(try call.id, for: call.caller)
            return .ok(item.json(in: try await call.district().zone), version: item.version)
        },
        ending("resolve", .resolved, "outcome", "Settled where it was heard"),
        ending("drop", .notPursued, "reason", "Not pursued"),
        Route(
            .post, "/v1/items/{id}/evaluate", "What whoever brought it up says of how it was settled", roles: .raising,
            subject: .item,
            body: .object([
                Field("grade", .word(Grade.self), required: true), Field("comment", .text(0...2000)),
                Field("members", .list(.name, 0...200)),
            ]), answer: .item
        ) { call in
            let district = try await call.district()
            let id = try call.id
            return try await call.change { terms in
                try await call.broker.evaluateItem(
                    id, call.body.word("grade") ?? .satisfied, comment: call.body.optionalText("comment"),
                    members: call.body.has("members") ? call.body.texts("members") : nil, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: district.zone), version: $0.version)
            }
        },
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
    fileprivate var item: ItemDraft { item(heard: .online) }

    /// - Parameter channel: how it was heard, where the request does not say.
    func item(heard channel: Channel) -> ItemDraft {
        var draft = ItemDraft(
            title: text("title"), category: optionalText("category"), channel: word("channel") ?? channel,
            location: location, heardAt: moment("heard_at"), visitPlan: optionalText("visit_plan"), contact: contact)
        draft.person = optionalText("person")
        draft.dueAt = moment("due_at")
        draft.measures = optionalText("measures")
        draft.members = texts("members")
        return draft
    }

    /// What was heard on an occasion: ids of what was filed before, and new things in words.
    func heard(on channel: Channel) -> [HeardItem] {
        json["items"]?.array?.map { one in
            one.string.map { HeardItem.known(UUID(uuidString: $0) ?? UUID.none) }
                ?? .new(Body(json: one).item(heard: channel))
        } ?? []
    }

    fileprivate var itemFilter: ItemFilter {
        var filter = ItemFilter()
        filter.state = word("state")
        filter.channel = word("channel")
        filter.category = optionalText("category")
        filter.visitPlan = optionalText("visit_plan")
        filter.session = id("session")
        filter.whistle = id("whistle")
        filter.since = moment("since")
        filter.until = moment("until")
        filter.community = optionalText("community")
        filter.township = optionalText("township")
        return filter
    }
}

extension Shape {
    /// What was heard on an occasion: each as in `POST /v1/items`, or the id of one that was filed before.
    static let hearing = Shape.list(
        .anyOf([.object([Field("channel", .word(Channel.self))] + [Field].heard), .id]), 0...500)
}

extension [ItemState: Int] {
    fileprivate var json: JSON {
        var members = ItemState.allCases.map { JSON.Member($0.rawValue, .integer(self[$0] ?? 0)) }
        members.append(JSON.Member("total", .integer(values.reduce(0, +))))
        return .object(members)
    }
}
