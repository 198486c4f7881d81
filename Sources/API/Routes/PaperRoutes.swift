import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import ICalendar
import JSON
import Language
import Papers

/// What is printed and handed out: minutes, calendar entries.
extension Route {
    static let papers: [Route] = [
        Route(
            .get, "/v1/meetings/{id}/minutes", "Minutes, as Markdown or HTML by Accept", subject: .meeting(nil),
            answer: .media(["text/markdown", "text/html"])
        ) {
            call in
            let papers = try await call.papers()
            let press = try Press()
            if call.request.headers[.accept]?.contains("text/html") == true {
                let page = try press.html(papers.minutes, in: call.tongue, style: .inline)
                return .text(page, "text/html; charset=utf-8")
            }
            return .text(try press.markdown(papers.minutes, in: call.tongue), "text/markdown; charset=utf-8")
        },
        Route(
            .get, "/v1/meetings/{id}.ics", "The meeting for a calendar (RFC 5545)", subject: .meeting(nil),
            answer: .media(["text/calendar"])
        ) { call in
            let papers = try await call.papers()
            let cancelled = papers.record.meeting.state == .cancelled
            let calendar = CalendarObject(
                method: cancelled ? .cancel : .publish, zone: papers.district.zone, events: [papers.event])
            return Answer(bytes: try calendar.bytes(), "text/calendar; charset=utf-8")
        },
    ]
}

extension Call {
    /// The meeting in the path with what its papers show.
    func papers() async throws -> MeetingPapers {
        let record = try await broker.meeting(try id, for: caller)
        let shown = record.meeting.whistles.filter { record.meeting.shows($0, to: caller) }.map(\.whistleID)
        return MeetingPapers(
            record: record, whistles: try await broker.whistlesOnTable(shown, in: caller.district),
            district: try await district(), caller: caller)
    }
}
