import Domain
import Foundation
import JSON
import Postgres

/// A row of a meeting's own list, with the meeting it belongs to.
struct Belonging<Value: Sendable>: Sendable {
    var meeting: UUID
    var place: Int16
    var value: Value
}

extension Table where Row == Meeting {
    static let meetings = Table(
        "meetings",
        [
            Column("id", \.id), Column("number", \.number), Column("state", \.state), Column("title", \.title),
            Column("form", \.form), Column("method", \.method), Column("convener", \.convener),
            Column("starts_at", \.startsAt), Column("ends_at", \.endsAt), Column("place", \.place),
            .texts("agenda", \.agenda), Column("theme", \.theme),
            .small("residents_invited", \.residentsInvited),
            .small("residents_present", \.residentsPresent),
            .small("attendees_present", \.attendeesPresent),
            Column(
                "steps", get: { JSONB(text: JSON.array($0.pointee.steps.map { .string($0.rawValue) }).text) },
                set: { row, stored in
                    row.steps =
                        (try? JSON(parsing: stored.text))?.array?.compactMap { $0.string.flatMap(MeetingStep.init) }
                        ?? []
                }),
            .texts("topics", \.topics), Column("plan", \.plan), Column("carried_out", \.carriedOut),
            Column("grade", \.grade), Column("remark", \.remark),
            Column("reason", \.reason), Column("held_at", \.heldAt),
            .small("rulebook_version", \.rulebookVersion),
            Column("version", \.version), Column("sequence", \.sequence), Column("head_hash", \.headHash),
            Column("created_at", \.createdAt),
        ])
}

extension Table where Row == Belonging<MeetingWhistle> {
    static let meetingWhistles = Table(
        "meeting_whistles", keys: 2,
        [
            Column("meeting_id", \.meeting), Column("whistle_id", \.value.whistleID), Column("place", \.place),
            Column("outcome", \.value.outcome), Column("decision", \.value.decision), Column("lead", \.value.lead),
            .texts("assisting", \.value.assisting), Column("responsible_person", \.value.responsiblePerson),
            Column("due_at", \.value.dueAt), .texts("concerned", \.value.concerned),
        ])
}

extension Table where Row == Belonging<Attendance> {
    static let attendance = Table(
        "attendance", keys: 2,
        [
            Column("meeting_id", \.meeting), Column("organization", \.value.organization),
            Column("status", \.value.status), Column("person", \.value.person), Column("reason", \.value.reason),
            Column("proposed_at", \.value.proposedAt), Column("delegate", \.value.delegate),
        ])
}

extension Table where Row == Milestone {
    static let milestones = Table(
        "milestones",
        [
            Column("id", \.id), Column("meeting_id", \.meetingID), Column("whistle_id", \.whistleID),
            Column("title", \.title), Column("due_at", \.dueAt), Column("state", \.state),
            Column("organization", \.organization), Column("note", \.note), Column("done_at", \.doneAt),
            Column("soon_at", \.soonAt), Column("missed_at", \.missedAt), Column("next_at", \.nextAt),
            Column("version", \.version), Column("created_at", \.createdAt),
        ])
}
