import Broker
import Domain
import Foundation
import JSON

/// What reviewers, raisers and the command centre do with a whistle beside raising and evaluating it.
extension Route {
    static let whistleActions: [Route] = [
        action(
            .review, "Accept, settle, decline, send back or divert before anything is dispatched",
            roles: [.township, .commandCentre],
            body: .object([
                Field("decision", .word(Review.Decision.self), required: true), Field("handle_by", .code),
                Field("advice", .sentence), Field("note", .sentence, required: true),
            ])
        ) { call, id, terms in
            let review = Review(
                decision: call.body.word("decision") ?? .accept, handleBy: call.body.optionalText("handle_by"),
                advice: call.body.optionalText("advice"), note: call.body.text("note"))
            return try await call.broker.reviewWhistle(id, review, by: call.caller, terms)
        },
        action(
            .resubmit, "The raiser corrects what was sent back", roles: .raising,
            body: .object([
                Field("title", .title), Field("description", .text(0...20_000)), Field("category", .code),
                Field("kind", .word(WhistleKind.self)), Field("location", .location),
                Field("departments", .list(.code, 0...50)), Field("lead", .code),
            ])
        ) { call, id, terms in
            var correction = Matter.Correction()
            correction.title = call.body.optionalText("title")
            correction.details = call.body.optionalText("description")
            correction.category = call.body.optionalText("category")
            correction.kind = call.body.word("kind")
            correction.location = call.body.location
            correction.departments = call.body.has("departments") ? call.body.texts("departments") : nil
            correction.lead = call.body.optionalText("lead")
            return try await call.broker.resubmitWhistle(id, correction, by: call.caller, terms)
        },
        action(.decline, "不予受理", roles: [.commandCentre], body: .reason) { call, id, terms in
            try await call.broker.declineWhistle(id, reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(
            .divert, "分流: another way is open to it", roles: [.commandCentre],
            body: .object([Field("to", .name, required: true), Field("advice", .sentence, required: true)])
        ) { call, id, terms in
            try await call.broker.divertWhistle(
                id, to: call.body.text("to"), advice: call.body.text("advice"), by: call.caller, terms)
        },
        action(.returnForCorrection, "Back to the raiser, to be corrected", roles: [.commandCentre], body: .reason) {
            call, id, terms in
            try await call.broker.returnForCorrection(id, reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(
            .merge, "合并: it goes on in another whistle", roles: .raising,
            body: .object([Field("into", .id, required: true)])
        ) { call, id, terms in
            try await call.broker.mergeWhistle(
                id, into: call.body.id("into") ?? UUID.none, by: call.caller, terms)
        },
        action(.urge, "催办", roles: .raising, body: .note) { call, id, terms in
            try await call.broker.urgeWhistle(id, note: call.body.text("note"), by: call.caller, terms)
        },
        action(.referToMeeting, "Ask for a joint meeting", roles: .raising, body: .reason) { call, id, terms in
            try await call.broker.referToMeeting(id, reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(.raiseLevel, "It reaches further than was thought", roles: .raising, body: .note) { call, id, terms in
            try await call.broker.raiseLevel(id, note: call.body.text("note"), by: call.caller, terms)
        },
        action(.approveFeedback, "A leader approves what the raiser is told", roles: [.leader], body: .approval) {
            call, id, terms in
            try await call.broker.approveFeedback(
                id, approve: call.body.bool("approve") ?? false, note: call.body.optionalText("note"),
                by: call.caller, terms)
        },
    ]
}

extension Shape {
    static let note = Shape.object([Field("note", .sentence, required: true)])
    static let approval = Shape.object([Field("approve", .boolean, required: true), Field("note", .sentence)])
}
