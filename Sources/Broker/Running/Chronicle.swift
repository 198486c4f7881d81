import Domain
import Foundation
import JSON
import Secrets
import Store

/// Turns what a verb has to tell into one line of history and one entry of the outbox. The only place where history is
/// hashed.
enum Chronicle {
    /// Records a matter's change and moves its version and the head of its chain on.
    /// - Parameter facts: what the history keeps beside the events' names.
    static func record(
        _ matter: inout Matter, by caller: Caller, at moment: Timestamp, facts: JSON? = nil
    ) -> (HistoryLine, OutboxEntry) {
        let events = matter.events
        let previous =
            matter.whistle.headHash.isEmpty ? HistoryChain.start(matter.whistle.id.text) : matter.whistle.headHash
        matter.whistle.sequence += 1
        if matter.whistle.sequence > 1 { matter.whistle.version += 1 }
        let orders = Set(events.compactMap(\.order))
        let first = events.first?.type ?? .whistleRaised
        let own = first.rawValue.hasPrefix("order.") && orders.count == 1 ? orders.first.flatMap(matter.order) : nil
        let line = line(
            .whistle, matter.whistle.id, sequence: matter.whistle.sequence, previous: previous, type: first.rawValue,
            by: caller, at: moment, department: own?.department,
            data: historyData(events, facts: facts) { matter.order($0)?.number })
        matter.whistle.headHash = line.hash
        let told = matter
        let entry = entry(
            events, of: matter.whistle.id, JSON.Member("whistle", summary(matter.whistle)), by: caller, at: moment
        ) { event in
            guard let order = event.order.flatMap(told.order) else { return (told.audience, []) }
            return (told.audience(of: order), [JSON.Member("order", summary(order))])
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
            data: historyData(events, facts: facts) { _ in nil })
        meeting.headHash = line.hash
        let subject: JSON = [
            "id": .string(meeting.id.text), "number": .string(meeting.number), "title": .string(meeting.title),
            "state": .string(meeting.state.rawValue), "starts_at": .string(meeting.startsAt.canonical),
        ]
        let audience = meeting.audience
        let entry = entry(
            events, of: meeting.id, JSON.Member("meeting", subject), by: caller, at: moment
        ) { event in
            (
                event.audience ?? audience,
                event.milestone.map { [JSON.Member("milestone", ["id": .string($0.text)])] } ?? []
            )
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
            department: nil, data: data)
        head.hash = line.hash
        return line
    }

    /// A change's events as the outbox holds them: what their data share once, then each with what is its own.
    static func entry(
        _ events: [Event], of subject: UUID, _ summary: JSON.Member, by caller: Caller, at moment: Timestamp,
        own: (Event) -> (audience: [String], members: [JSON.Member])
    ) -> OutboxEntry {
        let shared = JSON.object([summary, JSON.Member("actor", .string(caller.actor))])
        let list = events.map { event -> JSON in
            let (audience, members) = own(event)
            var told = [
                JSON.Member("id", .string(UUID.version7().text)), JSON.Member("type", .string(event.type.rawValue)),
                JSON.Member("audience", .array(audience.map(JSON.string))),
            ]
            told += members
            if let clock = event.clock { told.append(JSON.Member("clock", .string(clock.rawValue))) }
            told.append(JSON.Member("detail", event.detail))
            return .object(told)
        }
        return OutboxEntry(
            subjectID: subject, at: moment, shared: shared.text, events: JSON.array(list).text, size: list.count)
    }

    private static func line(
        _ subject: HistoryLine.Subject, _ id: UUID, sequence: Int, previous: [UInt8], type: String, by caller: Caller,
        at moment: Timestamp, department: String?, data: JSON
    ) -> HistoryLine {
        let body: JSON = [
            "actor": .string(caller.actor), "at": .string(moment.canonical), "data": data,
            "district": .string(caller.district), "seq": .integer(sequence), "subject": .string(id.text),
            "type": .string(type),
        ]
        let text = body.canonicalText
        return HistoryLine(
            subjectID: id, sequence: sequence, subject: subject, type: type, at: moment, actor: caller.actor,
            department: department, body: text, previousHash: previous,
            hash: HistoryChain.next(after: previous, body: text))
    }

    private static func historyData(_ events: [Event], facts: JSON?, number: (UUID) -> String?) -> JSON {
        var data: [JSON.Member] = [
            JSON.Member(
                "events",
                .array(
                    events.map { event in
                        var members = [JSON.Member("type", .string(event.type.rawValue))]
                        if let order = event.order.flatMap(number) {
                            members.append(JSON.Member("order", .string(order)))
                        }
                        if case .object(let detail) = event.detail, !detail.isEmpty {
                            members.append(JSON.Member("detail", event.detail))
                        }
                        return .object(members)
                    }))
        ]
        if let facts { data.append(JSON.Member("facts", facts)) }
        return .object(data)
    }

    static func summary(_ whistle: Whistle) -> JSON {
        [
            "id": .string(whistle.id.text), "number": .string(whistle.number), "title": .string(whistle.title),
            "kind": .string(whistle.kind.rawValue), "state": .string(whistle.state.rawValue),
        ]
    }

    static func summary(_ order: Order) -> JSON {
        [
            "id": .string(order.id.text), "number": .string(order.number), "department": .string(order.department),
            "role": .string(order.role.rawValue), "state": .string(order.state.rawValue),
            "round": .integer(order.round),
        ]
    }
}
