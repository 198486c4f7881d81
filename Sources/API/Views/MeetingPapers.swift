import Broker
import Domain
import Foundation
import ICalendar
import Language
import Papers

/// A meeting as it is printed and put into calendars.
struct MeetingPapers: Sendable {
    let record: MeetingRecord
    /// The whistles on the table that the reader may see, by id.
    let whistles: [UUID: Whistle]
    let district: District
    let caller: Caller

    private var meeting: Meeting { record.meeting }
    private var zone: Zone { district.zone }
    func name(_ code: String) -> String { district.organizations[code]?.name ?? code }

    /// 会议纪要: what the reader may see of it.
    var minutes: Minutes {
        var minutes = Minutes(
            title: meeting.title, number: meeting.number,
            time: "\(Self.clock(meeting.startsAt, zone)) – \(Self.clock(meeting.endsAt, zone))", place: meeting.place,
            form: meeting.form, host: name(meeting.convener))
        minutes.agenda = meeting.agenda
        minutes.attendance = meeting.attendance.map {
            MinutesAttendee(organization: name($0.organization), status: $0.status, person: $0.person)
        }
        minutes.residentsInvited = meeting.residentsInvited
        minutes.residentsPresent = meeting.residentsPresent
        minutes.items = meeting.whistles.filter { meeting.shows($0, to: caller) }.map(item)
        minutes.grade = meeting.grade
        minutes.remark = meeting.remark
        return minutes
    }

    private func item(_ place: MeetingWhistle) -> MinutesItem {
        let whistle = whistles[place.whistleID]
        var item = MinutesItem(number: whistle?.number ?? "", title: whistle?.title ?? "")
        item.outcome = place.outcome
        item.decision = place.decision
        item.lead = place.lead.map(name)
        item.assisting = place.assisting.map(name)
        item.responsiblePerson = place.responsiblePerson
        item.dueAt = place.dueAt.map { Self.clock($0, zone) }
        item.milestones = record.milestones.filter { $0.whistleID == place.whistleID }.map {
            MinutesMilestone(title: $0.title, dueAt: Self.clock($0.dueAt, zone), state: $0.state)
        }
        return item
    }

    /// One VEVENT.
    var event: CalendarEvent { meeting.calendarEvent(in: district) }

    /// `2026-02-13 09:30`.
    static func clock(_ moment: Timestamp, _ zone: Zone) -> String {
        String(moment.text(in: zone).prefix(16)).replacing("T", with: " ")
    }
}
