import Domain
import Foundation
import JSON
import Postgres
import Secrets
import Store

/// Turns what a verb has to tell into one line of history and one entry of the outbox. The only place where history is
/// hashed.
enum Chronicle {
    /// Records a matter's change and moves its version and the head of its chain on.
    /// - Parameter facts: what the history keeps beside the events' names; else what changed that they do not tell.
    static func record(
        _ matter: inout Matter, by caller: Caller, at moment: Timestamp, facts: JSON? = nil
    ) -> (HistoryLine, OutboxEntry) {
        matter.schedule()
        matter.noteAnswer()
        matter.raiseVersions()
        let events = matter.events
        let facts = facts ?? matter.changedFacts
        let previous =
            matter.whistle.headHash.isEmpty ? HistoryChain.start(matter.whistle.id.text) : matter.whistle.headHash
        matter.whistle.sequence += 1
        if matter.whistle.sequence > 1 { matter.whistle.version += 1 }
        let orders = Set(events.compactMap(\.order))
        let first = events.first?.type ?? .meetingOutcomeRecorded
        let own = first.rawValue.hasPrefix("order.") && orders.count == 1 ? orders.first.flatMap(matter.order) : nil
        let line = line(
            .whistle, matter.whistle.id, sequence: matter.whistle.sequence, previous: previous, type: first.rawValue,
            by: caller, at: moment, department: own?.department,
            data: { [matter] json in
                writeData(events, facts: facts, states: matter.movedStates, &json) { id in
                    matter.place(of: id).map { matter.orders[$0].number }
                }
            })
        matter.whistle.headHash = line.hash
        let told = matter
        let entry = entry(
            events, of: matter.whistle.id, by: caller, at: moment
        ) { json in
            json.member("whistle") { write(told.whistle, &$0) }
        } own: { event, json in
            guard let id = event.order, let place = told.place(of: id) else { return told.audience }
            // Where it lies: an order taken out is thirty fields copied.
            return told.orders.withUnsafeBufferPointer { orders in
                json.member("order") { write(orders[place], &$0) }
                return event.audience ?? told.audience(of: orders[place])
            }
        }
        return (line, entry)
    }

    /// Records a meeting's change.
    static func record(
        _ meeting: inout Meeting, _ events: [Event], by caller: Caller, at moment: Timestamp, facts: JSON? = nil
    ) -> (HistoryLine, OutboxEntry) {
        let previous = meeting.headHash.isEmpty ? HistoryChain.start(meeting.id.text) : meeting.headHash
        meeting.sequence += 1
        if meeting.sequence > 1 { meeting.version += 1 }
        let line = line(
            .meeting, meeting.id, sequence: meeting.sequence, previous: previous,
            type: events.first?.type.rawValue ?? "meeting.changed", by: caller, at: moment, department: nil,
            data: { json in writeData(events, facts: facts, &json) { _ in nil } })
        meeting.headHash = line.hash
        let told = meeting
        let entry = entry(
            events, of: meeting.id, by: caller, at: moment
        ) { json in
            json.member("meeting") { json in
                json.object { json in
                    json.member("id", told.id)
                    json.member("number", told.number)
                    json.member("title", told.title)
                    json.member("state", told.state.rawValue)
                    json.member("starts_at", canonical: told.startsAt)
                }
            }
        } own: { event, json in
            if let milestone = event.milestone {
                json.member("milestone") { write(milestone, &$0) }
            }
            return event.audience ?? told.audience
        }
        return (line, entry)
    }

    /// Records what belongs to the district as a whole: items, tokens, organizations, webhooks.
    static func record(
        _ head: inout DistrictHead, type: String, by caller: Caller, at moment: Timestamp, data: JSON
    ) -> HistoryLine {
        head.sequence += 1
        let line = line(
            .district, head.id, sequence: head.sequence, previous: head.hash, type: type, by: caller, at: moment,
            department: nil, data: { $0.canonical(data) })
        head.hash = line.hash
        return line
    }

    /// A change's events as the outbox holds them: what their data share once, then each with what is its own.
    /// - Parameters:
    ///   - shared: writes the subject's members.
    ///   - own: writes an event's own members and says whom it is told.
    static func entry(
        _ events: [Event], of subject: UUID, by caller: Caller, at moment: Timestamp,
        shared: (inout JSONWriter) -> Void, own: (Event, inout JSONWriter) -> [String]
    ) -> OutboxEntry {
        let common = JSONWriter.object { json in
            shared(&json)
            json.member("actor", caller.actor)
        }
        let list = JSONWriter.array(capacity: 1024) { json in
            for event in events {
                json.object { json in
                    json.member("id", UUID.version7())
                    json.member("type", event.type.rawValue)
                    let audience = own(event, &json)
                    json.member("audience", texts: audience)
                    if let at = event.at { json.member("at", canonical: at) }
                    if let clock = event.clock { json.member("clock", clock.rawValue) }
                    json.member("detail", event.detail)
                }
            }
        }
        return OutboxEntry(
            subjectID: subject, at: moment, shared: TextBytes(common), events: TextBytes(list), size: events.count)
    }

    /// Members in the order of their names' bytes: what is hashed is the canonical text.
    private static func line(
        _ subject: HistoryLine.Subject, _ id: UUID, sequence: Int, previous: [UInt8], type: String, by caller: Caller,
        at moment: Timestamp, department: String?, data: (inout JSONWriter) -> Void
    ) -> HistoryLine {
        let body = JSONWriter.object(capacity: 1024) { json in
            json.member("actor", caller.actor)
            json.member("at", canonical: moment)
            json.member("data", data)
            json.member("district", caller.district)
            json.member("seq", sequence)
            json.member("subject", id)
            json.member("type", type)
        }
        return HistoryLine(
            subjectID: id, sequence: sequence, subject: subject, type: type, at: moment, actor: caller.actor,
            department: department, body: TextBytes(body), previousHash: previous,
            hash: HistoryChain.next(after: previous, body: body))
    }

    private static func writeData(
        _ events: [Event], facts: JSON?, states: JSON? = nil, _ json: inout JSONWriter, number: (UUID) -> String?
    ) {
        json.object { json in
            json.member("events") { json in
                json.array { json in
                    for event in events {
                        json.object { json in
                            if case .object(let detail) = event.detail, !detail.isEmpty {
                                json.member("detail") { $0.canonical(event.detail) }
                            }
                            if let order = event.order.flatMap(number) { json.member("order", order) }
                            json.member("type", event.type.rawValue)
                        }
                    }
                }
            }
            if let facts { json.member("facts") { $0.canonical(facts) } }
            if let states { json.member("states") { $0.canonical(states) } }
        }
    }

    private static func write(_ milestone: Milestone, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", milestone.id.text)
            json.member("title", milestone.title)
            json.member("state", milestone.state.rawValue)
            json.member("due_at", milestone.dueAt.canonical)
            json.member("organization", milestone.organization)
        }
    }

    private static func write(_ whistle: Whistle, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", whistle.id)
            json.member("number", whistle.number)
            json.member("title", whistle.title)
            json.member("kind", whistle.kind.rawValue)
            json.member("state", whistle.state.rawValue)
            json.member("township", whistle.township)
            if let total = whistle.total {
                json.member("due") { json in json.object { $0.member("total", canonical: total.dueAt) } }
            }
        }
    }

    private static func write(_ order: Order, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", order.id)
            json.member("number", order.number)
            json.member("department", order.department)
            json.member("role", order.role.rawValue)
            json.member("state", order.state.rawValue)
            json.member("round", order.round)
            json.member("due") { json in
                json.object { json in
                    if let clock = order[.receive] { json.member("receive", canonical: clock.dueAt) }
                    if let clock = order[.report] { json.member("report", canonical: clock.dueAt) }
                    if let clock = order[.resolve] { json.member("resolve", canonical: clock.dueAt) }
                }
            }
        }
    }
}
