import Domain
import Foundation
import JSON
import Store

extension Broker {
    /// The one way a verb changes a meeting that leaves its whistles alone: load for update, decide, apply.
    public func changeMeeting(
        _ id: UUID, by caller: Caller, _ terms: Terms<MeetingRecord>,
        _ decide: @Sendable (inout Meeting, MatterRules, Moment) throws(Refusal) -> [Event]
    ) async throws -> MeetingRecord {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            var (meeting, matters, milestones) = try await work.lockTable(id, for: caller, terms, district)
            let moment = district.now()
            let events = try decide(&meeting, try district.rules(meeting.rulebookVersion), moment)
            for delegate in meeting.attendance.compactMap(\.delegate) where district.organizations[delegate] == nil {
                throw Refusal.rule(Refusal.Rule(.unknownOrganization, at: "/organization", delegate))
            }
            let (line, entry) = Chronicle.record(&meeting, events, by: caller, at: moment.business)
            work.save(meeting)
            // Whoever goes in an invitee's place sees what the invitee sees.
            let sent = Set(meeting.attendance.compactMap(\.delegate)).intersection(district.seats)
            let opened = matters.filter { !sent.isSubset(of: $0.whistle.viewers) }.map { matter in
                var matter = matter
                for organization in sent { matter.admit(organization) }
                return matter
            }
            if !opened.isEmpty { work.apply(opened, history: [], outbox: []) }
            work.record([line], [entry])
            if meeting.state == .cancelled { try await work.reopen(matters, from: meeting) }
            let record = MeetingRecord(meeting: meeting, milestones: milestones)
            work.remember(terms.answer?(record))
            return record
        }
    }

    /// The meeting of that id with its milestones.
    public func meeting(_ id: UUID, for caller: Caller) async throws -> MeetingRecord {
        guard let meeting = try await store.meeting(id, in: caller.district), meeting.isVisible(to: caller) else {
            throw Refusal.notFound
        }
        return MeetingRecord(meeting: meeting, milestones: try await store.milestones(of: id, in: caller.district))
    }

    /// Meetings that the caller may see, newest first.
    public func meetings(
        whistle: UUID?, state: MeetingState?, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [Meeting] {
        try await store.meetings(
            whistle: whistle, state: state, viewer: caller.role.seesDistrict ? nil : caller.organization,
            before: before, limit: limit, in: caller.district)
    }

    /// Writes down what was decided about whistles on the table, and carries it out: orders are kept, made and
    /// cancelled, milestones are set.
    public func recordOutcomes(
        _ decisions: [Decision], of id: UUID, by caller: Caller, _ terms: Terms<MeetingRecord>
    ) async throws -> MeetingRecord {
        let district = try await districts.district(caller.district)
        let (record, changed) = try await store.change(caller.district) { work in
            var (meeting, matters, known) = try await work.lockTable(id, for: caller, terms, district)
            try meeting.permitOutcomes(by: caller, try district.rules(meeting.rulebookVersion))
            let moment = district.now()
            var table = Dictionary(matters.map { ($0.whistle.id, $0) }) { $1 }
            var events: [Event] = []
            var milestones: [Milestone] = []
            for (index, decision) in decisions.enumerated() {
                if decisions[..<index].contains(where: { $0.whistle == decision.whistle }) {
                    throw Refusal.rule(
                        Refusal.Rule(.duplicate, at: "/items/\(index)/whistle", decision.whistle.text))
                }
                events.append(try meeting.record(decision, at: index, seats: district.seats))
                guard var matter = table[decision.whistle] else { throw Refusal.notFound }
                try matter.carryOut(decision, at: index, organizations: district.organizations, moment)
                table[decision.whistle] = matter
                milestones += decision.milestones(
                    of: meeting, under: try district.rules(meeting.rulebookVersion), at: moment)
            }
            var lines: [HistoryLine] = []
            var entries: [OutboxEntry] = []
            var changed: [Matter] = []
            for decision in decisions {
                guard var matter = table[decision.whistle] else { continue }
                // A decision that leaves an order where it is and sets a date tells nobody anything the meeting does not,
                // and is history all the same.
                if !matter.events.isEmpty || matter.hasChangedFacts {
                    let (line, entry) = Chronicle.record(&matter, by: caller, at: moment.business)
                    lines.append(line)
                    if entry.size > 0 { entries.append(entry) }
                }
                changed.append(matter)
            }
            let (line, entry) = Chronicle.record(&meeting, events, by: caller, at: moment.business)
            work.save(meeting)
            work.apply(changed, history: lines + [line], outbox: entries + [entry])
            work.add(milestones)
            let record = MeetingRecord(meeting: meeting, milestones: known + milestones)
            work.remember(terms.answer?(record))
            return (record, changed)
        }
        for matter in changed { desks.arrived(matter, in: caller.district) }
        return record
    }

    /// A dated step of a commitment is done.
    public func completeMilestone(
        _ id: UUID, note: String?, by caller: Caller, _ terms: Terms<Milestone>
    ) async throws -> Milestone {
        let district = try await districts.district(caller.district)
        guard let seen = try await store.milestone(id, in: caller.district) else { throw Refusal.notFound }
        return try await store.change(caller.district) { work in
            guard var meeting = try await work.lockMeeting(seen.meetingID), meeting.isVisible(to: caller),
                var milestone = try await work.lockMilestone(id)
            else { throw Refusal.notFound }
            try milestone.permitCompletion(by: caller, meeting)
            try terms.check(milestone.version)
            guard milestone.state != .done else {
                throw Refusal.illegal(state: milestone.state.rawValue, allowed: [], because: nil)
            }
            let moment = district.now()
            milestone.complete(note: note, at: moment.business)
            let event = meeting.event(.milestoneCompleted, milestone, seats: district.seats, note: note)
            let (line, entry) = Chronicle.record(&meeting, [event], by: caller, at: moment.business)
            work.save(meeting)
            work.save([milestone])
            work.record([line], [entry])
            work.remember(terms.answer?(milestone))
            return milestone
        }
    }

    /// The milestone of that id with its meeting, if the caller may see it.
    public func milestone(_ id: UUID, for caller: Caller) async throws -> (Milestone, Meeting) {
        guard let milestone = try await store.milestone(id, in: caller.district),
            let meeting = try await store.meeting(milestone.meetingID, in: caller.district),
            meeting.isVisible(to: caller)
        else { throw Refusal.notFound }
        return (milestone, meeting)
    }
}

extension Work {
    /// Locks a meeting with its whistles, in every verb of a meeting, so that a decision and a change of its whistle never
    /// cross, and reads what its guards ask about them and about its milestones.
    /// - Throws: `Refusal.notFound` when there is none of that id for the caller to see.
    fileprivate func lockTable(
        _ id: UUID, for caller: Caller, _ terms: Terms<MeetingRecord>, _ district: District
    ) async throws -> (Meeting, [Matter], [Milestone]) {
        guard var meeting = try await lockMeeting(id), meeting.isVisible(to: caller) else { throw Refusal.notFound }
        let matters = try await lockMatters(.whistles(meeting.whistles.map(\.whistleID)), rules: district.rules)
        let milestones = try await milestones(of: id)
        meeting.expectedVersions = terms.expectedVersions
        meeting.endedWhistles = Set(matters.filter(\.isEnded).map(\.whistle.id))
        meeting.pendingMilestones = milestones.count { $0.state == .pending }
        return (meeting, matters, milestones)
    }

    /// A meeting that does not take place fixed no time: where no other did, that is due again.
    fileprivate mutating func reopen(_ matters: [Matter], from meeting: Meeting) async throws {
        let fixed = matters.filter { $0.whistle.convene?.metAt != nil }
        guard !fixed.isEmpty else { return }
        let others = try await onOtherTables(fixed.map(\.whistle.id), than: meeting.id)
        var opened: [Matter] = []
        for var matter in fixed where !others.contains(matter.whistle.id) {
            matter.takeOffTable()
            opened.append(matter)
        }
        if !opened.isEmpty { apply(opened, history: [], outbox: []) }
    }
}

extension Milestone {
    /// Whoever answers for it, the convener and the command centre may say that it is done.
    public func permitCompletion(by caller: Caller, _ meeting: Meeting) throws(Refusal) {
        guard
            caller.role == .commandCentre
                || (caller.role.actsForOrganization && [organization, meeting.convener].contains(caller.organization))
        else { throw .forbidden }
    }
}

extension Meeting {
    fileprivate mutating func record(
        _ decision: Decision, at index: Int, seats: Set<String>
    ) throws(Refusal) -> Event {
        do { return try record(decision, seats: seats) } catch {
            guard case .rule(let rule) = error else { throw error }
            throw .rule(Refusal.Rule(rule.code, at: "/items/\(index)/whistle", rule.value))
        }
    }
}

extension Matter {
    /// Carries a decision out; a whistle that is past deciding breaks a rule of the outcomes' request, not of the meeting.
    fileprivate mutating func carryOut(
        _ decision: Decision, at index: Int, organizations: [String: Organization], _ moment: Moment
    ) throws(Refusal) {
        do { try apply(decision, organizations: organizations, at: moment) } catch {
            switch error {
            case .illegal:
                throw .rule(Refusal.Rule(.whistleEnded, at: "/items/\(index)/whistle", whistle.number))
            case .rule(let rule):
                throw .rule(Refusal.Rule(rule.code, at: "/items/\(index)\(rule.pointer)", rule.value))
            default: throw error
            }
        }
    }
}

extension Decision {
    fileprivate func milestones(of meeting: Meeting, under rules: MatterRules, at moment: Moment) -> [Milestone] {
        milestones.map { step in
            var milestone = Milestone()
            milestone.id = UUID.version7(at: moment.machine)
            milestone.meetingID = meeting.id
            milestone.whistleID = whistle
            milestone.title = step.title
            milestone.dueAt = step.dueAt
            milestone.organization = lead ?? meeting.convener
            milestone.createdAt = moment.business
            milestone.start(under: rules)
            return milestone
        }
    }
}
