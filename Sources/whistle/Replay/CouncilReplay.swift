import Domain
import Foundation
import JSON
import Rulebooks

/// One table: heard, raised, claimed, received, reported in; a joint meeting decides; everything is done and judged.
struct CouncilReplay {
    private let act: Story.Council
    private let replay: Replay
    private let raiser: Client

    init(_ act: Story.Council, _ replay: Replay) throws {
        self.act = act
        self.replay = replay
        raiser = try replay.client(as: act.raiser)
    }

    func run() async throws -> Trace {
        let items = try await hear()
        let raised = try await raise(items)
        try await replay.takeOrders(of: raised)
        let whistles = raised.compactMap { $0["id"]?.string }
        let meeting = try await meet(about: whistles)
        try await carryOut(meeting, whistles)
        var trace = Trace()
        trace.items = Set(items)
        trace.whistles = Set(whistles)
        trace.meetings = [meeting.id]
        trace.chased = meeting.chased.map { (meeting.id, $0) }
        return trace
    }

    private func hear() async throws -> [String] {
        let drafts = act.items.map { item -> JSON in
            var members = [JSON.Member("title", .string(item.title)), JSON.Member("channel", .string(item.channel))]
            if let category = item.category { members.append(JSON.Member("category", .string(category))) }
            return .object(members)
        }
        return try await replay.file(drafts, as: raiser)
    }

    private func raise(_ items: [String]) async throws -> [JSON] {
        var raised: [JSON] = []
        for whistle in act.whistles {
            let carried = whistle.items.filter { items.indices.contains($0 - 1) }.map { JSON.string(items[$0 - 1]) }
            let answer = try await raiser.post(
                "/v1/whistles",
                [
                    "title": .string(whistle.title), "category": .string(whistle.category), "items": .array(carried),
                    "departments": .array(whistle.departments.map(JSON.string)), "channel": "council",
                ])
            raised.append(answer)
            replay.progress.step()
        }
        return raised
    }

    private struct Meeting {
        var id: String
        var milestones: [JSON]
        var chased: [String]
    }

    private func meet(about whistles: [String]) async throws -> Meeting {
        let starts = try await replay.now().adding(seconds: Int64(act.meeting.days) * 86_400)
        let answer = try await raiser.post(
            "/v1/meetings",
            [
                "title": .string(act.meeting.title), "whistles": .array(whistles.map(JSON.string)),
                "form": .string(act.meeting.form), "place": .string(act.meeting.place),
                "starts_at": .string(starts.canonical), "ends_at": .string(starts.adding(seconds: 7200).canonical),
                "agenda": .array(act.whistles.map { .string($0.title) }),
                "invitees": .array(departments.map(JSON.string)),
            ])
        let id = answer["id"]?.string ?? ""
        let path = "/v1/meetings/\(id)"
        for department in departments {
            _ = try await replay.client(as: department).post("\(path)/respond", ["answer": "accept", "person": "负责人"])
        }
        try await replay.reach(starts)
        for department in departments where !act.meeting.absent.contains(department) {
            try await checkIn(department, path)
        }
        let held = try await raiser.post("\(path)/hold", ["attendees_present": .integer(act.meeting.attendees)])
        let chased = try await chase(held, path)
        let outcomes = try await raiser.post("\(path)/outcomes", ["items": .array(decisions(whistles, from: starts))])
        replay.progress.step()
        return Meeting(id: id, milestones: outcomes["milestones"]?.array ?? [], chased: chased)
    }

    /// Whoever the broker names absent is called until it comes.
    private func chase(_ meeting: JSON, _ path: String) async throws -> [String] {
        let absent = (meeting["attendance"]?.array ?? []).filter { $0["status"]?.string == "absent" }
            .compactMap { $0["organization"]?.string }
        for organization in absent { try await checkIn(organization, path) }
        return absent
    }

    private func checkIn(_ organization: String, _ path: String) async throws {
        _ = try await replay.client(as: organization).post(
            "\(path)/check-in", ["organization": .string(organization), "person": "负责人"])
    }

    private func decisions(_ ids: [String], from start: Timestamp) -> [JSON] {
        zip(act.whistles, ids).map { whistle, id in
            let due = start.adding(seconds: 86_400 * 30)
            return [
                "whistle": .string(id), "outcome": "assigned", "decision": .string("\(whistle.title):明确分工,限期办结"),
                "lead": .string(whistle.departments[0]),
                "assisting": .array(whistle.departments.dropFirst().map(JSON.string)),
                "responsible_person": "负责人", "due_at": .string(due.canonical),
                "milestones": [
                    [
                        "title": "现场勘查,定方案",
                        "due_at": .string(start.adding(seconds: 86_400 * 7).canonical),
                    ],
                    ["title": "整治完成", "due_at": .string(due.canonical)],
                ],
            ]
        }
    }

    private func carryOut(_ meeting: Meeting, _ whistles: [String]) async throws {
        for milestone in meeting.milestones {
            let organization = milestone["organization"]?.string ?? ""
            _ = try await replay.client(as: organization).post(
                "/v1/milestones/\(milestone["id"]?.string ?? "")/complete", ["note": "按序时进度完成"])
        }
        for id in whistles {
            try await replay.resolveOrders(of: id, as: raiser)
            _ = try await raiser.post(
                "/v1/whistles/\(id)/evaluate", ["by": "raiser", "grade": "satisfied", "solved": true])
            replay.progress.step()
        }
        _ = try await raiser.post("/v1/meetings/\(meeting.id)/publish")
        _ = try await raiser.post("/v1/meetings/\(meeting.id)/close")
    }

    private var departments: [String] { Array(Set(act.whistles.flatMap(\.departments))).sorted() }
}
