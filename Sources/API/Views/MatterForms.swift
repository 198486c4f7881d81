import Broker
import Domain
import Foundation
import JSON
import Papers

/// A matter on the printed forms: what the reader may see of it, the rest left for the pen.
struct MatterForms: Sendable {
    /// More classes than this would not fit the line: then only the matter's own is printed.
    private static let printedClasses = 8

    let matter: Matter
    /// The lines of its history that the reader may see.
    let history: [HistoryEntry]
    /// The newest meeting with it on the table that the reader may see.
    let meeting: Meeting?
    let contact: Contact?
    let district: District
    let caller: Caller

    private var whistle: Whistle { matter.whistle }
    private var lead: Order? {
        matter.orders.last { $0.role == .lead && $0.state != .rerouted && $0.state != .cancelled }
    }

    /// 登记申报表.
    var application: ApplicationForm {
        let book = matter.rules.rulebook
        var form = ApplicationForm()
        form.number = whistle.number
        form.applicant = name(whistle.raiser)
        form.applicantKind =
            whistle.jointSigners.map { $0 > 0 } == true
            ? .residents : district.organizations[whistle.raiser]?.kind == .enterprise ? .cooperative : .community
        form.contact = contact?.name
        form.phone = contact?.phone
        form.jointSigners = whistle.jointSigners
        form.filedOn = day(whistle.createdAt)
        form.leader = asked
        form.classes = book.categories.filter {
            book.categories.count <= Self.printedClasses || $0.code == whistle.category
        }.map { FormChoice($0.name, chosen: $0.code == whistle.category) }
        form.subject = whistle.title
        form.description = whistle.details
        form.townshipReview = review(by: whistle.township)
        form.groupReview = review(by: nil)
        return form
    }

    /// 交办通知单; `nil` before it was handed over.
    var handover: HandoverForm? {
        guard let order = lead else { return nil }
        var form = HandoverForm()
        form.number = order.number
        form.applicationNumber = whistle.number
        form.leader = name(order.department)
        form.applicant = name(whistle.raiser)
        form.subject = whistle.title
        form.description = whistle.details
        form.acceptedOn = (whistle.review?.metAt ?? whistle.total?.startedAt).map(day)
        form.handedOverOn = day(order.createdAt)
        form.arrangeBy =
            matter.rules.rulebook.meetings.convene.map { matter.rules.deadlines.due(from: order.createdAt, $0) }
            .map(day) ?? order.report.map { day($0.dueAt) }
        if let meeting {
            form.meetingTime = MeetingPapers.clock(meeting.startsAt, district.zone)
            form.place = meeting.place
            form.form = meeting.form
            let seat = meeting.attendance.first { $0.organization == order.department }
            if seat?.status == .delegated { form.delegate = seat?.delegate.map(name) ?? seat?.person }
            if let wanted = seat?.proposedAt {
                form.postponement = [MeetingPapers.clock(wanted, district.zone), seat?.reason].compactMap { $0 }
                    .joined(separator: " ")
            }
        }
        form.groupOpinion = review(by: nil)
        form.receipt = FormOpinion(nil, signer: order.person, date: order.receive?.metAt.map(day))
        return form
    }

    /// 办理情况反馈表; `nil` before it was handed over.
    var feedback: FeedbackForm? {
        guard let order = lead else { return nil }
        let hidden = matter.hidesOutcome(from: caller)
        var form = FeedbackForm()
        form.number = whistle.number
        form.applicant = name(whistle.raiser)
        form.leader = asked
        form.lead = name(order.department)
        let assisting = matter.orders.filter {
            $0.role == .assisting && $0.state != .cancelled && $0.state != .rerouted
        }
        form.assisting = assisting.isEmpty ? nil : assisting.map { name($0.department) }.joined(separator: "、")
        form.responsiblePerson = order.responsiblePerson ?? order.person
        form.subject = whistle.title
        form.handedOverOn = day(order.createdAt)
        form.dueAt = whistle.total.map { day($0.dueAt) }
        form.measures = hidden ? nil : order.measures
        form.result = hidden ? nil : order.outcome
        form.headSignature = FormOpinion(nil, date: hidden ? nil : order.resolvedAt.map(day))
        if matter.rules.rulebook.feedbackApproval == .leader {
            form.approved = matter.isApproved
        }
        if let judged = evaluation {
            form.feedbackOn = day(judged.at)
            form.feedbackBy = judged.actor.isEmpty ? nil : name(judged.actor)
            form.grade = judged.detail["grade"]?.string.flatMap(Grade.init)
            form.solved = judged.detail["solved"]?.bool
        }
        form.closing = FormOpinion(nil, date: whistle.closedAt.map(day))
        return form
    }

    /// Whom the applicant asks to meet: the leader's office on the matter.
    private var asked: String? {
        let named = [lead?.department, whistle.proposedLead].compactMap { $0 }
        return named.first { district.organizations[$0]?.kind == .leader }.map(name)
    }

    private func name(_ code: String) -> String { district.organizations[code]?.name ?? code }
    private func day(_ moment: Timestamp) -> String { district.zone.date(moment).text }

    /// What was said at the last review by that organization; `nil`: by the command centre.
    private func review(by organization: String?) -> FormOpinion {
        let centre = district.commandCentre?.code
        for line in history.reversed() where line.actor == organization ?? centre {
            guard let said = line.event("whistle.reviewed") ?? line.event("whistle.dispatched") else { continue }
            let text = [said["note"]?.string, said["advice"]?.string].compactMap { $0 }.joined(separator: " ")
            return FormOpinion(text.isEmpty ? nil : text, signer: name(line.actor), date: day(line.at))
        }
        return FormOpinion()
    }

    private var evaluation: (at: Timestamp, actor: String, detail: JSON)? {
        for line in history.reversed() {
            if let detail = line.event("whistle.evaluated") { return (line.at, line.actor, detail) }
        }
        return nil
    }
}

extension HistoryEntry {
    /// The detail of its event of that type; an empty object where the event has none.
    fileprivate func event(_ type: String) -> JSON? {
        guard self.type == type || body.text.contains("\"\(type)\"") else { return nil }
        let events = (try? JSON(parsing: body.bytes))?["data"]?["events"]?.array ?? []
        return events.first { $0["type"]?.string == type }.map { $0["detail"] ?? [:] }
    }
}

extension Matter {
    /// Until a leader approves the feedback, whoever raised the matter sees neither outcome nor measures.
    func hidesOutcome(from caller: Caller) -> Bool {
        rules.rulebook.feedbackApproval == .leader && !isApproved
            && [.township, .community, .enterprise].contains(caller.role)
    }

    fileprivate var isApproved: Bool { [.awaitingEvaluation, .closed].contains(whistle.state) }
}
