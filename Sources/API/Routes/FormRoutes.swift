import Broker
import Domain
import Foundation
import HTTPTypes
import Papers

/// The printed forms and notices: HTML that fits one page of A4, seen by whoever may see what it is about.
extension Route {
    static let forms: [Route] = [
        Route(
            .get, "/v1/whistles/{id}/forms/{code}",
            "A printed form (HTML for A4): application 登记申报表, handover 交办通知单, feedback 办理情况反馈表",
            subject: .whistle(nil), answer: .media(["text/html"])
        ) { call in
            let forms = try await call.forms()
            let form: (any Paper)? =
                switch call.code {
                case "application": forms.application
                case "handover": forms.handover
                case "feedback": forms.feedback
                default: nil
                }
            guard let form else { throw Refusal.notFound }
            return try call.page(form)
        },
        Route(
            .get, "/v1/meetings/{id}/forms/record",
            "The printed record of one whistle on the table, 情况登记表 (HTML for A4)", subject: .meeting(nil),
            query: [Field("whistle", .id)], answer: .media(["text/html"])
        ) { call in
            let papers = try await call.papers()
            guard let form = papers.recordForm(of: call.query.id("whistle")) else { throw Refusal.notFound }
            return try call.page(form)
        },
        Route(
            .get, "/v1/orders/{id}/notices/{code}",
            "A notice to the department (HTML for A4, or Markdown by Accept): urging 催办通知, supervision 督办通知",
            subject: .order(nil), answer: .media(["text/html", "text/markdown"])
        ) { call in
            let id = try call.id
            let matter = try await call.broker.matter(ofOrder: id, for: call.caller)
            guard let order = matter.order(id),
                let notice = matter.notice(call.code, of: order, in: try await call.district())
            else { throw Refusal.notFound }
            return try call.paper(notice, otherwise: .html)
        },
    ]
}

extension Call {
    /// Which of a paper's two forms is sent where `Accept` names neither.
    enum PaperForm { case html, markdown }

    /// A paper as HTML or Markdown by `Accept`.
    func paper(_ paper: some Paper, otherwise form: PaperForm) throws -> Answer {
        let accepted = request.headers[.accept] ?? ""
        let wanted: PaperForm =
            accepted.contains("text/html") ? .html : accepted.contains("text/markdown") ? .markdown : form
        if wanted == .html { return try page(paper) }
        return .text(try Press().markdown(paper, in: tongue), "text/markdown; charset=utf-8")
    }

    /// A paper as a whole page that carries its style.
    func page(_ paper: any Paper) throws -> Answer {
        .text(try Press().html(paper, in: tongue, style: .inline), "text/html; charset=utf-8")
    }

    /// The whistle in the path as its forms show it.
    fileprivate func forms() async throws -> MatterForms {
        let id = try self.id
        let matter = try await broker.whistle(id, for: caller)
        return MatterForms(
            matter: matter, history: try await broker.history(of: id, for: caller, after: 0, limit: 500),
            meeting: try await broker.meetings(whistle: id, state: nil, for: caller, before: nil, limit: 1).first,
            contact: try await broker.contacts(of: [matter], for: caller)[id], district: try await district(),
            caller: caller)
    }
}

extension MeetingPapers {
    /// 情况登记表 of one whistle on the table; without an id, of the first the reader may see.
    fileprivate func recordForm(of id: UUID?) -> RecordForm? {
        let meeting = record.meeting
        let shown = meeting.whistles.filter { meeting.shows($0, to: caller) }
        guard let place = id.map({ id in shown.first { $0.whistleID == id } }) ?? shown.first else { return nil }
        let whistle = whistles[place.whistleID]
        var form = RecordForm()
        form.number = meeting.number
        form.applicant = whistle.map { name($0.raiser) }
        form.leader =
            ([meeting.convener] + meeting.attendance.map(\.organization))
            .first { district.organizations[$0]?.kind == .leader }.map(name)
        form.meetingTime = Self.clock(meeting.startsAt, district.zone)
        form.place = meeting.place
        form.form = meeting.form
        let present = meeting.attendance.filter { $0.status == .present }
        form.participants = present.map { [name($0.organization), $0.person].compactMap { $0 }.joined(separator: " ") }
            .joined(separator: "、")
        form.subject = whistle?.title
        form.record = (meeting.agenda + [meeting.carriedOut].compactMap { $0 }).joined(separator: "\n")
        form.outcome = place.outcome
        form.decision = place.decision
        form.lead = place.lead.map(name)
        form.assisting = place.assisting.isEmpty ? nil : place.assisting.map(name).joined(separator: "、")
        form.responsiblePerson = place.responsiblePerson
        form.dueAt = place.dueAt.map { Self.clock($0, district.zone) }
        return form
    }
}

extension Matter {
    /// The notice of that name to an order's department; `nil` where nothing gave rise to one.
    fileprivate func notice(_ code: String, of order: Order, in district: District) -> Notice? {
        let clocks: [(name: ClockName, clock: Clock?)] = [
            (.receive, order.receive), (.report, order.report), (.resolve, order.resolve),
        ]
        let late = clocks.first { $0.clock?.overdueAt != nil && $0.clock?.metAt == nil }
        let kind: Notice.Kind
        switch code {
        case "urging" where late != nil: kind = .urging
        case "supervision":
            guard let level = order.level else { return nil }
            kind = .supervision(level)
        default: return nil
        }
        let (name, clock) = late ?? (.resolve, order.resolve)
        return Notice(
            kind: kind, number: order.number,
            recipient: district.organizations[order.department]?.name ?? order.department, orderNumber: order.number,
            whistleTitle: whistle.title, role: order.role, clock: name,
            dueAt: clock.map { MeetingPapers.clock($0.dueAt, district.zone) } ?? "",
            issuer: district.commandCentre?.name ?? district.name,
            date: district.zone.date(district.now().business).text)
    }
}

extension District {
    /// The organization at its head.
    var commandCentre: Organization? { organizations.values.first { $0.kind == .commandCentre } }
}
