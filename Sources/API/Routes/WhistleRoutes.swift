import Broker
import Domain
import Foundation
import JSON
import Language

/// Whistles: raising, finding, and what happens to them as a whole.
extension Route {
    static let whistles: [Route] = [
        Route(
            .post, "/v1/whistles", "Raise a whistle", roles: .raising, body: .whistle, success: .created,
            answer: .whistle
        ) { call in
            let draft = call.body.whistle
            let now = try await call.district().now().business
            let duplicates = try await call.broker.possibleDuplicates(of: draft, for: call.caller)
            return try await call.change { terms in
                try await call.broker.raiseWhistle(draft, by: call.caller, terms)
            } answer: { matter in
                var view = MatterView(matter, for: call.caller, at: now, contact: draft.contact)
                view.duplicates = duplicates
                var answer = Answer.created(
                    view.whistle, at: "/v1/whistles/\(matter.whistle.id.text)", version: matter.version)
                answer.holdsContact = draft.contact != nil
                return answer
            }
        },
        Route(
            .post, "/v1/whistles/batch", "Raise up to 500 whistles; each is judged on its own", roles: .raising,
            body: .object([Field("items", .batch(1...500), required: true)]), answer: .results("whistle", .whistle)
        ) { call in try await raiseBatch(call) },
        Route(
            .get, "/v1/whistles", "Whistles, newest first",
            query: .paging + .whistleFilter, answer: .page(.whistle)
        ) { call in try await list(call) },
        Route(.get, "/v1/whistles/{id}", "One whistle with its orders", subject: .whistle(nil), answer: .whistle) {
            call in
            let matter = try await call.broker.whistle(try call.id, for: call.caller)
            let contacts = try await call.broker.contacts(of: [matter], for: call.caller)
            let now = try await call.district().now().business
            var view = MatterView(matter, for: call.caller, at: now, contact: contacts[matter.whistle.id])
            view.duplicates = try await call.broker.possibleDuplicates(of: matter, for: call.caller)
            view.suggestion = try await call.broker.suggestion(for: matter, to: call.caller)
            return .ok(view.whistle, version: matter.version)
        },
        Route(
            .get, "/v1/whistles/{id}/history", "What happened to it, oldest first, chained by hash",
            subject: .whistle(nil), query: .paging, answer: .page(.historyLine)
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
            try await call.broker.dispatchWhistle(
                id, lead: call.body.text("lead"), departments: call.body.texts("departments"), by: call.caller, terms)
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
            .post, "/v1/whistles/{id}/\(action.rawValue)", summary, roles: roles, subject: .whistle(action), body: body,
            answer: .whistle
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
        let matters = try await call.broker.whistles(
            call.whistleFilter(at: now), for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")),
            limit: call.limit)
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
        draft.kind = word("kind")
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
