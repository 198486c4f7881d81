import Broker
import Domain
import Foundation
import JSON

/// How the smaller objects are shown. Times are in the district's zone.
extension Item {
    func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "number": .string(number), "state": .string(state.rawValue),
            "title": .string(title), "category": JSON(category), "channel": .string(channel.rawValue),
            "location": location?.json ?? .null, "heard_at": JSON(heardAt?.text(in: zone)),
            "visit_plan": JSON(visitPlan), "organization": .string(organization), "township": .string(township),
            "whistle_id": JSON(whistleID?.text), "outcome": JSON(outcome), "person": JSON(person),
            "due_at": JSON(dueAt?.text(in: zone)), "measures": JSON(measures),
            "members": .array(members.map(JSON.string)), "grade": JSON(grade?.rawValue),
            "session_id": JSON(sessionID?.text), "visit_id": JSON(visitID?.text), "version": .integer(version),
            "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}

extension MeetingRecord {
    func json(in zone: Zone, for caller: Caller) -> JSON {
        guard case .object(var members) = meeting.json(in: zone, for: caller) else { return .null }
        let shown = Set(meeting.whistles.filter { meeting.shows($0, to: caller) }.map(\.whistleID))
        let steps = milestones.filter { shown.contains($0.whistleID) }
        members.append(JSON.Member("milestones", .array(steps.map { $0.json(in: zone) })))
        members.append(JSON.Member("results", results(steps, shown)))
        return .object(members)
    }

    /// What has come of the meeting so far: decisions by outcome, and how its milestones were kept.
    private func results(_ steps: [Milestone], _ shown: Set<UUID>) -> JSON {
        let decided = meeting.whistles.filter { shown.contains($0.whistleID) }.compactMap(\.outcome)
        return [
            "matters": .integer(shown.count), "decided": .integer(decided.count),
            "outcomes": .object(
                Outcome.allCases.map { outcome in
                    JSON.Member(outcome.rawValue, .integer(decided.count { $0 == outcome }))
                }),
            "milestones": .integer(steps.count), "done": .integer(steps.count { $0.state == .done }),
            "done_late": .integer(steps.count { $0.state == .done && $0.isLate }),
            "missed": .integer(steps.count { $0.state == .missed }),
        ]
    }
}

extension Meeting {
    /// What is said about each whistle is shown to those whom it concerns.
    func json(in zone: Zone, for caller: Caller) -> JSON {
        let whistles = whistles.filter { shows($0, to: caller) }
        return [
            "id": .string(id.text), "number": .string(number), "state": .string(state.rawValue),
            "title": .string(title), "form": .string(form.rawValue), "method": .string(method.rawValue),
            "convener": .string(convener), "starts_at": .string(startsAt.text(in: zone)),
            "ends_at": .string(endsAt.text(in: zone)), "place": .string(place),
            "agenda": .array(agenda.map(JSON.string)), "theme": JSON(theme),
            "residents": ["invited": JSON(residentsInvited), "present": JSON(residentsPresent)],
            "attendees_present": JSON(attendeesPresent), "steps": .array(steps.map { .string($0.rawValue) }),
            "topics": .array(topics.map(JSON.string)), "plan": JSON(plan), "carried_out": JSON(carriedOut),
            "evaluation": grade.map { ["grade": .string($0.rawValue), "note": JSON(remark)] } ?? .null,
            "reason": JSON(reason), "held_at": JSON(heldAt?.text(in: zone)),
            "whistles": .array(whistles.map { .string($0.whistleID.text) }),
            "attendance": .array(
                attendance.map {
                    [
                        "organization": .string($0.organization), "status": .string($0.status.rawValue),
                        "person": JSON($0.person), "delegate": JSON($0.delegate), "reason": JSON($0.reason),
                        "proposed_at": JSON($0.proposedAt?.text(in: zone)),
                    ]
                }),
            "items": .array(
                whistles.map {
                    [
                        "whistle": .string($0.whistleID.text), "outcome": JSON($0.outcome?.rawValue),
                        "decision": JSON($0.decision), "lead": JSON($0.lead),
                        "assisting": .array($0.assisting.map(JSON.string)),
                        "responsible_person": JSON($0.responsiblePerson), "due_at": JSON($0.dueAt?.text(in: zone)),
                    ]
                }),
            "version": .integer(version), "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}

extension Invitation {
    func json(in zone: Zone, for caller: Caller) -> JSON {
        [
            "id": .string(id.text), "number": .string(number), "title": .string(title),
            "starts_at": .string(startsAt.text(in: zone)), "ends_at": .string(endsAt.text(in: zone)),
            "place": .string(place), "status": .string(status.rawValue),
            "actions": .array(actions(for: caller).map { .string($0.rawValue) }),
        ]
    }
}

extension Milestone {
    func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "meeting_id": .string(meetingID.text), "whistle_id": .string(whistleID.text),
            "title": .string(title), "due_at": .string(dueAt.text(in: zone)), "state": .string(state.rawValue),
            "organization": .string(organization), "note": JSON(note), "done_at": JSON(doneAt?.text(in: zone)),
            "missed_at": JSON(missedAt?.text(in: zone)), "late": .bool(isLate),
            "version": .integer(version), "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}

extension Organization {
    func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "code": .string(code), "kind": .string(kind.rawValue), "name": .string(name),
            "parent": JSON(parent), "external": .bool(external), "has_queue": .bool(hasQueue),
            "version": .integer(version), "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}

extension TokenRecord {
    func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "organization": .string(organization), "role": .string(role.rawValue),
            "name": .string(name), "prefix": .string(prefix), "scopes": .array(scopes.map(JSON.string)),
            "expires_at": JSON(expiresAt?.text(in: zone)),
            "revoked_at": JSON(revokedAt?.text(in: zone)), "last_used_at": JSON(lastUsedAt?.text(in: zone)),
            "version": .integer(version), "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}

extension HistoryEntry {
    /// `data` is cut out of the stored text, which is what the hash is taken over.
    func json(in zone: Zone) -> JSON {
        let data = (try? JSON(parsing: body.bytes))?["data"] ?? .null
        return [
            "seq": .integer(sequence), "type": .string(type), "at": .string(at.text(in: zone)),
            "actor": .string(actor), "data": data, "hash": .string(hash.hexadecimal),
            "previous_hash": .string(previousHash.hexadecimal),
        ]
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String { Broker.hexadecimal(self) }
}
