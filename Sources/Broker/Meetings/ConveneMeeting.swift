import Domain
import Foundation
import JSON
import Store

/// What a convener asks for.
public struct MeetingDraft: Sendable {
    public var title: String
    public var whistles: [UUID]
    public var form: MeetingForm
    public var method: MeetingMethod
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    public var place: String
    public var agenda: [String]
    public var invitees: [String]
    public var residentsInvited: Int?
    public var theme: String?
    /// The hotspot that proposed it.
    public var hotspot: UUID?

    public init(
        title: String, whistles: [UUID], form: MeetingForm, method: MeetingMethod, startsAt: Timestamp,
        endsAt: Timestamp, place: String, agenda: [String], invitees: [String], residentsInvited: Int?, theme: String?
    ) {
        self.title = title
        self.whistles = whistles
        self.form = form
        self.method = method
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.place = place
        self.agenda = agenda
        self.invitees = invitees
        self.residentsInvited = residentsInvited
        self.theme = theme
    }
}

/// A meeting with the milestones that its outcomes set.
public struct MeetingRecord: Sendable {
    public var meeting: Meeting
    public var milestones: [Milestone]
}

extension Broker {
    /// Calls a joint meeting; the invited organizations may from now on see the whistles on the table.
    public func conveneMeeting(
        _ draft: MeetingDraft, by caller: Caller, _ terms: Terms<MeetingRecord>
    ) async throws -> MeetingRecord {
        guard caller.role == .commandCentre || caller.role == .township else { throw Refusal.forbidden }
        let district = try await districts.district(caller.district)
        try draft.check(district)
        let numbers = try await numbers.take(
            1, prefix: district.current.rulebook.prefixes.meeting, in: district, at: district.now().business)
        return try await store.change(caller.district) { work in
            var matters = try await work.lockMatters(.whistles(draft.whistles), rules: district.rules)
            for (index, id) in draft.whistles.enumerated() {
                guard matters.contains(where: { $0.whistle.id == id && $0.isVisible(to: caller) }) else {
                    throw Refusal.rule(Refusal.Rule(.unknownWhistle, at: "/whistles/\(index)", id.text))
                }
            }
            let moment = district.now()
            var meeting = draft.meeting(numbers[0], by: caller, in: district, at: moment)
            for index in meeting.whistles.indices {
                let whistle = matters.first { $0.whistle.id == meeting.whistles[index].whistleID }?.whistle
                meeting.whistles[index].concerned = Array(Set([whistle?.raiser, whistle?.township].compactMap { $0 }))
                    .sorted()
            }
            let (line, entry) = Chronicle.record(
                &meeting, [Event(.meetingConvened, detail: draft.told)], by: caller, at: moment.business,
                facts: draft.facts)
            if let id = draft.hotspot {
                guard var hotspot = try await work.lockHotspot(id) else { throw Refusal.notFound }
                try terms.check(hotspot.version)
                try hotspot.answer(.convened, by: caller)
                hotspot.meetingID = meeting.id
                // After the meeting that it names.
                work.add(meeting)
                work.save(hotspot)
            } else {
                work.add(meeting)
            }
            work.record([line], [entry])
            // Seeing is part of the whistle's row; it is no event of the whistle and leaves its chain alone.
            var opened: [Matter] = []
            for index in matters.indices {
                let before = (matters[index].whistle.viewers, matters[index].whistle.version)
                matters[index].putOnTable(at: moment)
                // Invitation lets departments and leaders see a whistle; a township sees its own and no other's.
                for organization in draft.invitees where district.seats.contains(organization) {
                    matters[index].admit(organization)
                }
                if (matters[index].whistle.viewers, matters[index].whistle.version) != before {
                    opened.append(matters[index])
                }
            }
            if !opened.isEmpty { work.apply(opened, history: [], outbox: []) }
            let record = MeetingRecord(meeting: meeting, milestones: [])
            work.remember(terms.answer?(record))
            return record
        }
    }
}

extension MeetingDraft {
    fileprivate func check(_ district: District) throws(Refusal) {
        guard method == .plain || district.current.rulebook.meetings.sixStep else {
            throw .rule(Refusal.Rule(.methodNotOffered, at: "/method", method.rawValue))
        }
        guard endsAt > startsAt else { throw .rule(Refusal.Rule(.wrongOrder, at: "/ends_at")) }
        var seen: Set<String> = []
        for (index, code) in invitees.enumerated() {
            guard district.organizations[code] != nil else {
                throw .rule(Refusal.Rule(.unknownOrganization, at: "/invitees/\(index)", code))
            }
            guard seen.insert(code).inserted else {
                throw .rule(Refusal.Rule(.duplicate, at: "/invitees/\(index)", code))
            }
        }
        for (index, whistle) in whistles.enumerated() where whistles[..<index].contains(whistle) {
            throw .rule(Refusal.Rule(.duplicate, at: "/whistles/\(index)", whistle.text))
        }
    }

    fileprivate func meeting(
        _ number: String, by caller: Caller, in district: District, at moment: Moment
    ) -> Meeting {
        var meeting = Meeting()
        meeting.id = UUID.version7(at: moment.machine)
        meeting.number = number
        meeting.title = title
        meeting.form = form
        meeting.method = method
        meeting.convener = caller.organization
        meeting.startsAt = startsAt
        meeting.endsAt = endsAt
        meeting.place = place
        meeting.agenda = agenda
        meeting.theme = theme
        meeting.residentsInvited = residentsInvited
        meeting.rulebookVersion = district.current.rulebook.version
        meeting.whistles = whistles.map(MeetingWhistle.init(whistleID:))
        meeting.attendance = invitees.sorted().map(Attendance.init(organization:))
        meeting.createdAt = moment.business
        return meeting
    }

    fileprivate var told: JSON {
        [
            "title": .string(title), "place": .string(place), "starts_at": .string(startsAt.canonical),
            "ends_at": .string(endsAt.canonical), "invitees": .array(invitees.map(JSON.string)),
            "whistles": .integer(whistles.count),
        ]
    }

    /// What the history keeps: which whistles are on the table, too.
    fileprivate var facts: JSON {
        ["told": told, "whistles": .array(whistles.map { .string($0.text) })]
    }
}
