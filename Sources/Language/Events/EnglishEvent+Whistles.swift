import Domain

extension EnglishEvent {
    func whistleHeadline(_ type: EventType) -> String {
        switch type {
        case .whistleRaised: facts.actor.map { "Raised by \($0)" } ?? "Raised"
        case .whistleReviewed: "Reviewed"
        case .whistleDispatched: "Dispatched"
        case .whistleReturnedForCorrection: "Returned for correction"
        case .whistleDeclined: "Declined"
        case .whistleDiverted: "Diverted"
        case .whistleMerged: "Merged"
        case .whistleWithdrawn: "Withdrawn"
        case .whistleUrged: "Urged"
        case .whistleReferred: "Referred to a joint meeting"
        case .whistleAwaitingApproval: "Result awaits approval"
        case .whistleAwaitingEvaluation: "All orders resolved, please evaluate"
        case .whistleEvaluated: evaluation
        case .whistleReworking: "Not accepted, back to work"
        case .whistleSuspended: "Suspended"
        case .whistleResumed: "Resumed"
        case .whistleResubmitted: "Corrected and submitted again"
        case .whistleLevelRaised: "Raised a level"
        case .whistleDeadlinesMoved: "Deadlines counted anew"
        case .whistleAttached: "A file was attached"
        case .whistleAttachmentErased: "A file was erased"
        case .whistleContactErased: "The contact was erased"
        case .whistleClosed: "Closed"
        default: type.rawValue
        }
    }

    func whistleLines(_ type: EventType) -> [String?] {
        switch type {
        case .whistleRaised: [nextStep]
        case .whistleReviewed:
            [facts[.decision].map { "Decision: \(spaced($0))" }, labelled("Advice", .advice), note]
        case .whistleDispatched:
            [
                "Departments: please receive and report in on time.",
                facts.dues[.total].map { "Everything is due \(deadline($0))." },
            ]
        case .whistleReturnedForCorrection: ["Raiser: please correct it and submit it again.", reason]
        case .whistleDeclined: [reason]
        case .whistleDiverted: [labelled("To", .to), labelled("Advice", .advice)]
        case .whistleMerged: [facts[.into].map { "Goes on as part of \($0)." } ?? "Goes on as part of a like matter."]
        case .whistleWithdrawn: ["Its open orders end.", reason]
        case .whistleUrged: ["Departments: please hurry and report progress.", note]
        case .whistleReferred: [ask("Command centre", "call a joint meeting", by: facts.dues[.reply]), reason, trigger]
        case .whistleAwaitingApproval: ["Leader: please approve; the raiser sees the result after that."]
        case .whistleAwaitingEvaluation: [ask("Raiser", "evaluate the result", by: facts.dueAt)]
        case .whistleEvaluated:
            [
                [
                    facts[.by].map { "By: \($0)" },
                    facts.valid == false ? nil : facts.solved.map { $0 ? "solved" : "not solved" },
                ].compactMap { $0 }.joined(separator: " · ").nonempty, labelled("Comment", .comment),
            ]
        case .whistleReworking:
            [
                facts.round.map { "Round \($0); the total clock runs on." } ?? "The total clock runs on.",
                ask("Departments", "work on it again", by: facts.dueAt),
            ]
        case .whistleSuspended: ["The clocks stand still until it is resumed.", reason]
        case .whistleResumed: ["Departments: please go on; the pause is not counted."]
        case .whistleResubmitted: [nextStep]
        case .whistleLevelRaised: ["It reaches further than was thought.", note]
        case .whistleDeadlinesMoved: ["A year's holidays were announced: please look at the new due times."]
        case .whistleAttached: ["There is a new photo or paper to look at."]
        case .whistleAttachmentErased: ["A photo or paper was erased on request; the work goes on."]
        case .whistleContactErased: ["Whom to ask is no longer known; the work goes on."]
        case .whistleClosed: ["Evaluated and struck off the ledger."]
        default: [reason, note]
        }
    }

    private var trigger: String? {
        switch facts[.trigger].flatMap(MeetingTrigger.init) {
        case .departments: "Why: it needs several departments."
        case .returns: "Why: it was returned repeatedly."
        case .reworkBound: "Why: it was reworked as often as the rules bear."
        case .suspension: "Why: a department asks to suspend it."
        case nil: nil
        }
    }

    private var nextStep: String? {
        switch facts.whistleState {
        case .awaitingReview: "It waits for review."
        case .awaitingDispatch: "Command centre: please dispatch it."
        case .inProgress: "Dispatched by rule. Departments: please receive and report in on time."
        default: facts.whistleState.map { "State: \(spaced($0.rawValue))" }
        }
    }

    private var evaluation: String {
        if facts.valid == false { return "Nobody reached, not counted" }
        return facts[.grade].map { "Evaluated \(spaced($0))" } ?? "Evaluated"
    }
}
