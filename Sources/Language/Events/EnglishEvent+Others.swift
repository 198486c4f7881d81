import Domain

extension EnglishEvent {
    func otherHeadline(_ type: EventType) -> String {
        switch type {
        case .itemHeard: "New item"
        case .itemResolved: "Item resolved on the spot"
        case .itemDropped: "Item not pursued"
        case .meetingConvened: "Joint meeting"
        case .meetingResponded: answered
        case .meetingRescheduled: "Joint meeting rescheduled"
        case .meetingCheckedIn: "\(facts[.organization] ?? "Somebody") is present"
        case .meetingHeld: "Joint meeting held"
        case .meetingAbsent: "\(facts[.organization] ?? "An invitee") was absent"
        case .meetingOutcomeRecorded: facts[.outcome].map { "Outcome \(spaced($0))" } ?? "Outcome recorded"
        case .meetingStepTaken:
            facts.step == .evaluate
                ? facts[.grade].map { "Meeting evaluated: \(spaced($0))" } ?? "Meeting evaluated"
                : "A step of the six was taken"
        case .meetingPublished: "Outcomes published"
        case .meetingClosed: "Joint meeting closed"
        case .meetingCancelled: "Joint meeting cancelled"
        case .milestoneDueSoon: "Milestone due soon"
        case .milestoneMissed: "Milestone missed"
        case .milestoneChased: "Milestone chased"
        case .milestoneCompleted: "Milestone completed"
        case .hotspotDetected: "Hotspot"
        case .bulletinPublished: "Bulletin"
        default: type.rawValue
        }
    }

    func otherLines(_ type: EventType) -> [String?] {
        let holder = facts.department ?? "Whoever is responsible"
        return switch type {
        case .itemHeard: [facts.actor.map { "Heard by: \($0)" }, place]
        case .itemResolved: [labelled("Outcome", .outcome), note]
        case .itemDropped: [reason ?? labelled("Reason", .outcome)]
        case .meetingConvened:
            [when, labelled("Place", .place), invited, labelled("Matters", .whistles), "Please answer and be there."]
        case .meetingResponded: [when, facts.proposedAt.map { "Proposed: \(time($0))" }, reason]
        case .meetingRescheduled: [when, labelled("Place", .place), "Please plan again and be there.", reason]
        case .meetingCheckedIn: [when]
        case .meetingHeld:
            [
                facts.organizations.map {
                    $0.isEmpty ? "Everybody came or had declined." : "Absent: \($0.joined(separator: ", "))"
                },
                "Convener: please record the outcomes.",
            ]
        case .meetingAbsent:
            [when, "\(facts[.organization] ?? "Whoever is absent"): please say why, and check in when you come."]
        case .meetingOutcomeRecorded:
            [
                labelled("Matter", .whistleNumber), labelled("Lead", .lead), facts.dueAt.map { "Due: \(deadline($0))" },
                facts[.decision].map { "Decision: \($0)" },
            ]
        case .meetingStepTaken:
            facts.step == .evaluate
                ? [facts.actor.map { "Evaluated by: \($0)" }, note] : ["The steps follow one another; none is skipped."]
        case .meetingPublished: ["Please carry out what was decided."]
        case .meetingClosed: ["Every matter has an outcome."]
        case .meetingCancelled:
            ["Please tell the others.", when.map { "Planned \($0.prefix(1).lowercased())\($0.dropFirst())" }, reason]
        case .milestoneDueSoon: [ask(holder, "finish it and report", by: facts.dueAt)]
        case .milestoneMissed:
            [
                facts.dueAt.map { "It was due \(deadline($0))." },
                "\(holder): please act at once and say why it is late.",
            ]
        case .milestoneChased:
            [
                facts.dueAt.map { "It was due \(deadline($0)) and is not done." },
                "\(holder): please report today, and say when it will be done.",
            ]
        case .milestoneCompleted: [facts.actor.map { "Reported by: \($0)" }, note]
        case .hotspotDetected:
            [
                labelled("Category", .category), labelled("Organization", .organization), labelled("Count", .count),
                labelled("Period", .period), "Command centre: please look into it.",
            ]
        case .bulletinPublished: [labelled("Issue", .period), "Those named: please put it right and report.", note]
        default: [reason, note]
        }
    }

    private var answered: String {
        let who = facts[.organization] ?? "An invitee"
        return switch facts[.answer].flatMap(MeetingAnswer.init) {
        case .accept: "\(who) will come"
        case .decline: "\(who) cannot come"
        case .delegate: "\(who) sends somebody else"
        case .postpone: "\(who) proposes another time"
        case nil: "\(who) answered"
        }
    }

    private var when: String? {
        guard let start = facts.startsAt else { return nil }
        guard let end = facts.endsAt, facts.local(end).date == facts.local(start).date else {
            return "Time: \(time(start))"
        }
        return "Time: \(time(start)) to \(time(end).split(separator: " ").last ?? "")"
    }

    private var invited: String? {
        facts.organizations.flatMap { $0.isEmpty ? nil : "Invited: \($0.joined(separator: ", "))" }
    }
}
