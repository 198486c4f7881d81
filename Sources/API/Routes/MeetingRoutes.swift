import Broker
import Domain
import Foundation
import JSON

/// Joint meetings and the milestones they set.
extension Route {
    static let meetings: [Route] = [
        Route(
            .post, "/v1/meetings", "Call a joint meeting", roles: [.commandCentre, .township],
            body: .object([
                Field("title", .title, required: true), Field("whistles", .list(.id, 1...100), required: true),
                Field("form", .word(MeetingForm.self), required: true), Field("method", .word(MeetingMethod.self)),
                Field("starts_at", .moment, required: true), Field("ends_at", .moment, required: true),
                Field("place", .name, required: true), Field("agenda", .list(.sentence, 0...100)),
                Field("invitees", .list(.code, 0...200), required: true),
                Field("residents", .object([Field("invited", .integer(0...1_000_000))])), Field("theme", .code),
            ]), success: .created, answer: .meeting
        ) { call in
            let draft = MeetingDraft(
                title: call.body.text("title"), whistles: call.body.ids("whistles"),
                form: call.body.word("form") ?? .collective, method: call.body.word("method") ?? .plain,
                startsAt: call.body.requiredMoment("starts_at"), endsAt: call.body.requiredMoment("ends_at"),
                place: call.body.text("place"), agenda: call.body.texts("agenda"),
                invitees: call.body.texts("invitees"),
                residentsInvited: call.body.object("residents")?.integer("invited"),
                theme: call.body.optionalText("theme"))
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.conveneMeeting(draft, by: call.caller, terms)
            } answer: { record in
                .created(
                    record.json(in: zone, for: call.caller), at: "/v1/meetings/\(record.meeting.id.text)",
                    version: record.meeting.version)
            }
        },
        Route(
            .get, "/v1/meetings", "Meetings, newest first",
            query: .paging + [Field("whistle", .id), Field("state", .word(MeetingState.self))],
            answer: .page(.meetingSummary)
        ) { call in
            let zone = try await call.district().zone
            let meetings = try await call.broker.meetings(
                whistle: call.query.id("whistle"), state: call.query.word("state"), for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                meetings.map { $0.json(in: zone, for: call.caller) },
                next: meetings.count == call.limit ? meetings.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(.get, "/v1/meetings/{id}", "One meeting", subject: .meeting(nil), answer: .meeting) { call in
            let record = try await call.broker.meeting(try call.id, for: call.caller)
            return .ok(
                record.json(in: try await call.district().zone, for: call.caller), version: record.meeting.version)
        },
        action(
            .respond, "Answer an invitation",
            body: .object([
                Field("answer", .word(MeetingAnswer.self), required: true), Field("person", .name),
                Field("organization", .code), Field("reason", .sentence), Field("proposed_at", .moment),
            ])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.respond(
                call.body.word("answer") ?? .accept, person: call.body.optionalText("person"),
                delegate: call.body.optionalText("organization"),
                reason: call.body.optionalText("reason"), proposedAt: call.body.moment("proposed_at"), by: call.caller,
                rules)
        },
        action(
            .checkIn, "Somebody is there",
            body: .object([Field("organization", .code, required: true), Field("person", .name, required: true)])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.checkIn(
                call.body.text("organization"), person: call.body.text("person"), by: call.caller, rules)
        },
        action(
            .hold, "It took place",
            body: .object([
                Field("residents_present", .integer(0...1_000_000)),
                Field("attendees_present", .integer(0...1_000_000), required: true),
            ])
        ) { call, meeting, rules, moment throws(Refusal) in
            try meeting.hold(
                residents: call.body.integer("residents_present"),
                attendees: call.body.integer("attendees_present") ?? 0, by: call.caller, rules, at: moment)
        },
        Route(
            .post, "/v1/meetings/{id}/outcomes", "What was decided, and who does what by when", roles: .acting,
            subject: .meeting(.outcomes),
            body: .object([Field("items", .list(.decision, 1...100), required: true)]), answer: .meeting
        ) { call in
            let decisions = call.body.objects("items").map(\.decision)
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.recordOutcomes(decisions, of: id, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone, for: call.caller), version: $0.meeting.version)
            }
        },
        action(
            .topics, "Six steps: collect the topics",
            body: .object([Field("topics", .list(.sentence, 1...100), required: true)])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.take(
                .topics, .array(call.body.texts("topics").map(JSON.string)), by: call.caller, rules)
        },
        action(
            .plan, "Six steps: draft the plan", body: .object([Field("plan", .text(1...20_000), required: true)])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.take(.plan, .string(call.body.text("plan")), by: call.caller, rules)
        },
        action(
            .carryOut, "Six steps: carried out", body: .object([Field("note", .text(1...20_000), required: true)])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.take(.carryOut, .string(call.body.text("note")), by: call.caller, rules)
        },
        action(
            .evaluate, "Evaluate what came of it",
            body: .object([Field("grade", .word(Grade.self), required: true), Field("note", .text(0...20_000))])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.take(
                .evaluate,
                ["grade": .string(call.body.text("grade")), "note": JSON(call.body.optionalText("note"))],
                by: call.caller, rules)
        },
        action(.publish, "Publish the results", body: .nothing) { call, meeting, rules, _ throws(Refusal) in
            try meeting.publish(by: call.caller, rules)
        },
        action(.close, "Close it", body: .nothing) { call, meeting, rules, _ throws(Refusal) in
            try meeting.close(by: call.caller, rules)
        },
        action(.cancel, "Call it off", body: .reason) { call, meeting, rules, _ throws(Refusal) in
            try meeting.cancel(reason: call.body.text("reason"), by: call.caller, rules)
        },
        action(
            .reschedule, "Another time or place",
            body: .object([
                Field("starts_at", .moment, required: true), Field("ends_at", .moment, required: true),
                Field("place", .name), Field("reason", .sentence, required: true),
            ])
        ) { call, meeting, rules, _ throws(Refusal) in
            try meeting.reschedule(
                startsAt: call.body.requiredMoment("starts_at"), endsAt: call.body.requiredMoment("ends_at"),
                place: call.body.optionalText("place"), reason: call.body.text("reason"), by: call.caller, rules)
        },
        Route(
            .post, "/v1/milestones/{id}/complete", "A dated step is done", roles: .acting, subject: .milestone,
            body: .object([Field("note", .text(0...2000))]), bodyOptional: true, answer: .milestone
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.completeMilestone(
                    id, note: call.body.optionalText("note"), by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone), version: $0.version)
            }
        },
    ]

    private static func action(
        _ action: MeetingAction, _ summary: String, body: Shape,
        _ work: @escaping @Sendable (Call, inout Meeting, MatterRules, Moment) throws(Refusal) -> [Event]
    ) -> Route {
        Route(
            .post, "/v1/meetings/{id}/\(action.rawValue)", summary, roles: .acting, subject: .meeting(action),
            body: body, bodyOptional: body.isEmptyObject, answer: .meeting
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.changeMeeting(id, by: call.caller, terms) {
                    meeting, rules, moment throws(Refusal) in
                    try work(call, &meeting, rules, moment)
                }
            } answer: {
                .ok($0.json(in: zone, for: call.caller), version: $0.meeting.version)
            }
        }
    }
}

extension Body {
    fileprivate var decision: Decision {
        var decision = Decision(
            whistle: id("whistle") ?? UUID.none, outcome: word("outcome") ?? .noAgreement, decision: text("decision"))
        decision.lead = optionalText("lead")
        decision.assisting = texts("assisting")
        decision.responsiblePerson = optionalText("responsible_person")
        decision.dueAt = moment("due_at")
        decision.milestones = objects("milestones").map { ($0.text("title"), $0.requiredMoment("due_at")) }
        return decision
    }
}
