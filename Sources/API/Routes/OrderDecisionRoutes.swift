import Broker
import Domain
import Foundation
import JSON

/// Orders that are refused, put off, put on hold, and what the command centre decides about it.
extension Route {
    static let orderDecisions: [Route] = [
        action(
            .return, "退单: refuse, with reason and legal basis",
            body: .object([
                Field("reason", .sentence, required: true), Field("legal_basis", .sentence, required: true),
                Field("suggested_department", .code),
            ])
        ) { call, id, terms in
            try await call.broker.returnOrder(
                id, reason: call.body.text("reason"), legalBasis: call.body.text("legal_basis"),
                suggested: call.body.optionalText("suggested_department"), by: call.caller, terms)
        },
        action(
            .adjudicate, "裁定: uphold the dispatch, reroute, or excuse", roles: [.commandCentre],
            body: .object([
                Field("decision", .word(Ruling.Decision.self), required: true), Field("department", .code),
                Field("lead", .code), Field("note", .sentence, required: true),
            ])
        ) { call, id, terms in
            let ruling = Ruling(
                decision: call.body.word("decision") ?? .uphold, department: call.body.optionalText("department"),
                lead: call.body.optionalText("lead"), note: call.body.text("note"))
            return try await call.broker.adjudicateReturn(id, ruling, by: call.caller, terms)
        },
        action(
            .delegate, "A leader hands it on", roles: [.leader],
            body: .object([Field("to", .code, required: true), Field("reason", .sentence, required: true)])
        ) { call, id, terms in
            try await call.broker.delegateOrder(
                id, to: call.body.text("to"), reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(
            .requestExtension, "延期申请, before the deadline",
            body: .object([Field("until", .moment, required: true), Field("reason", .sentence, required: true)])
        ) { call, id, terms in
            try await call.broker.requestExtension(
                id, until: call.body.requiredMoment("until"), reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(.decideExtension, "Decide on more time", roles: [.commandCentre], body: .approval) { call, id, terms in
            try await call.broker.decideExtension(
                id, approve: call.body.bool("approve") ?? false, note: call.body.optionalText("note"),
                by: call.caller, terms)
        },
        action(.suspend, "挂账申请: objectively impossible for now", body: .reason) { call, id, terms in
            try await call.broker.requestSuspension(id, reason: call.body.text("reason"), by: call.caller, terms)
        },
        action(.decideSuspension, "Decide on a suspension", roles: [.commandCentre], body: .approval) {
            call, id, terms in
            try await call.broker.decideSuspension(
                id, approve: call.body.bool("approve") ?? false, note: call.body.optionalText("note"),
                by: call.caller, terms)
        },
        action(
            .resume, "End a suspension, or withdraw its request", body: .object([Field("note", .sentence)]),
            bodyOptional: true
        ) { call, id, terms in
            try await call.broker.resumeOrder(id, by: call.caller, terms)
        },
        action(
            .supervise, "督办", roles: [.commandCentre],
            body: .object([
                Field("level", .word(SupervisionLevel.self), required: true), Field("note", .sentence),
            ])
        ) { call, id, terms in
            try await call.broker.superviseOrder(
                id, level: call.body.word("level") ?? .notice, note: call.body.optionalText("note"), by: call.caller,
                terms)
        },
    ]
}
