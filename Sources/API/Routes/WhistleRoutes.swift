import Broker
import Domain
import Foundation
import JSON
import Language

/// Whistles: raising, finding, and what happens to them as a whole.
extension Route {
    static let whistles: [Route] = [
        Route(.post, "/v1/whistles", "Raise a whistle", roles: .raising, body: .whistle, success: .created) { call in
            let draft = call.body.whistle
            let now = try await call.district().now().business
            return try await call.change { terms in
                try await call.broker.raiseWhistle(draft, by: call.caller, terms)
            } answer: { matter in
                var answer = Answer.created(
                    MatterView(matter, for: call.caller, at: now, contact: draft.contact).whistle,
                    at: "/v1/whistles/\(matter.whistle.id.text)", version: matter.version)
                answer.holdsContact = draft.contact != nil
                return answer
            }
        },
        Route(
            .post, "/v1/whistles/batch", "Raise up to 500 whistles; each is judged on its own", roles: .raising,
            body: .object([Field("items", .batch(1...500), required: true)])
        ) { call in try await raiseBatch(call) },
        Route(
            .get, "/v1/whistles", "Whistles, newest first",
            query: .paging + [
                Field("state", .word(WhistleState.self)), Field("kind", .word(WhistleKind.self)),
                Field("category", .code), Field("township", .code), Field("department", .code),
                Field("overdue", .boolean), Field("q", .text(1...200)), Field("since", .moment),
                Field("until", .moment),
            ]
        ) { call in try await list(call) },
        Route(.get, "/v1/whistles/{id}", "One whistle with its orders", subject: .whistle(nil)) { call in
            let matter = try await call.broker.whistle(try call.id, for: call.caller)
            let contacts = try await call.broker.contacts(of: [matter], for: call.caller)
            let now = try await call.district().now().business
            var view = MatterView(matter, for: call.caller, at: now, contact: contacts[matter.whistle.id])
            if call.caller.role == .commandCentre {
                view.suggestion = try await call.broker.suggestion(for: matter, in: call.caller.district)
            }
            return .ok(view.whistle, version: matter.version)
        },
        Route(
            .get, "/v1/whistles/{id}/history", "What happened to it, oldest first, chained by hash",
            subject: .whistle(nil), query: .paging
        ) { call in
            let lines = try await call.broker.history(
                of: try call.id, for: call.caller, after: try Cursor.number(call.query.optionalText("cursor")) ?? 0,
                limit: call.limit)
            let zone = try await call.district().zone
            return .page(
                lines.map { $0.json(in: zone) },
                next: lines.count == call.limit ? lines.last.map { Cursor.encode(["\($0.sequence)"]) } : nil)
        },
        action(.withdraw, "The raiser takes it back", roles: .raising, body: .reason) { call, id, terms in
            try await call.broker.withdrawWhistle(id, reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(
            .dispatch, "Name the departments by hand", roles: [.commandCentre],
            body: .object([
                Field("departments", .list(.code, 0...50)), Field("lead", .code, required: true),
            ])
        ) { call, id, terms in
            let lead = call.body.text("lead")
            return try await call.broker.dispatchWhistle(
                id, lead: lead, assisting: call.body.texts("departments").filter { $0 != lead }, by: call.caller, terms)
        },
        action(
            .evaluate, "Judge the result", roles: Set<Role>.raising.union([.supervisor]), body: .evaluation
        ) { call, id, terms in
            var evaluation = Evaluation()
            evaluation.by = call.body.word("by") ?? .raiser
            evaluation.grade = call.body.word("grade") ?? .satisfied
            evaluation.solved = call.body.bool("solved") ?? false
            evaluation.valid = call.body.bool("valid") ?? true
            evaluation.comment = call.body.optionalText("comment")
            return try await call.broker.evaluateWhistle(id, evaluation, by: call.caller, terms)
        },
    ]

    static func action(
        _ action: WhistleAction, _ summary: String, roles: Set<Role>, body: Shape,
        _ work: @escaping @Sendable (Call, UUID, Terms<Matter>) async throws -> Matter
    ) -> Route {
        Route(
            .post, "/v1/whistles/{id}/\(action.rawValue)", summary, roles: roles, subject: .whistle(action), body: body
        ) { call in
            let id = try call.id
            let now = try await call.district().now().business
            return try await call.change { terms in
                try await work(call, id, terms)
            } answer: { matter in
                .ok(MatterView(matter, for: call.caller, at: now).whistle, version: matter.version)
            }
        }
    }

    private static func list(_ call: Call) async throws -> Answer {
        let now = try await call.district().now().business
        var filter = WhistleFilter()
        filter.state = call.query.word("state")
        filter.kind = call.query.word("kind")
        filter.category = call.query.optionalText("category")
        filter.township = call.query.optionalText("township")
        filter.department = call.query.optionalText("department")
        filter.overdueAt = call.query.bool("overdue") == true ? now : nil
        filter.text = call.query.optionalText("q")
        filter.since = call.query.moment("since")
        filter.until = call.query.moment("until")
        let matters = try await call.broker.whistles(
            filter, for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
        let contacts = try await call.broker.contacts(of: matters, for: call.caller)
        return .page(
            matters.map { MatterView($0, for: call.caller, at: now, contact: contacts[$0.whistle.id]).whistle },
            next: matters.count == call.limit ? matters.last.map { Cursor.encode([$0.whistle.id.text]) } : nil)
    }

    /// Each whistle of a batch goes through the common intake, so that they share its commits; with a key they are one
    /// transaction, since its answer is remembered whole.
    private static func raiseBatch(_ call: Call) async throws -> Answer {
        let parts = call.body.parts("items", .whistle)
        let drafts = parts.filter(\.errors.isEmpty).map(\.body.whistle)
        let now = try await call.district().now().business
        return try await call.change { terms in
            try await call.broker.raiseWhistles(drafts, by: call.caller, terms)
        } answer: { results in
            var judged = zip(drafts, results).makeIterator()
            let rendered = parts.map { part -> JSON in
                guard part.errors.isEmpty, let (draft, result) = judged.next() else {
                    return call.failure(RequestFault.invalid(part.errors))
                }
                switch result {
                case .success(let matter):
                    let view = MatterView(matter, for: call.caller, at: now, contact: draft.contact)
                    return ["status": 201, "whistle": view.whistle]
                case .failure(let refusal): return call.failure(refusal)
                }
            }
            var answer = Answer.ok(["results": .array(rendered)])
            answer.holdsContact = drafts.contains { $0.contact != nil }
            return answer
        }
    }
}

extension Call {
    /// One refused part of a batch.
    func failure(_ error: any Error) -> JSON {
        guard let problem = Problem(error, served: Route.servedActions) else { return ["status": 500] }
        return ["status": .integer(problem.status.code), "problem": problem.json(in: tongue, instance: nil)]
    }
}

extension Body {
    fileprivate var whistle: WhistleDraft {
        var draft = WhistleDraft(
            id: UUID.version7(), number: "", title: text("title"), category: text("category"))
        draft.details = optionalText("description") ?? ""
        draft.kind = word("kind") ?? .routine
        draft.channel = word("channel") ?? .online
        draft.sourceReference = optionalText("source_reference")
        draft.items = ids("items")
        draft.location = location
        draft.departments = texts("departments")
        draft.lead = optionalText("lead")
        draft.contact = contact
        draft.jointSigners = integer("joint_signers")
        draft.scope = word("scope")
        return draft
    }
}
