import Domain
import Foundation
import JSON
import Rulebooks

/// One chapter: heard, raised, claimed, received, reported in; a joint meeting decides; everything is done and judged.
struct ChapterReplay {
    private let chapter: Story.Chapter
    private let replay: Replay
    private let raiser: Client

    init(_ chapter: Story.Chapter, _ replay: Replay) throws {
        self.chapter = chapter
        self.replay = replay
        raiser = try replay.client(as: chapter.raiser)
    }

    func run() async throws -> ChapterResult {
        let items = try await hear()
        let whistles = try await raise(items)
        try await takeOrders(of: whistles)
        let meeting = try await meet(about: whistles)
        try await carryOut(meeting, whistles)
        return ChapterResult(
            raiser: raiser, items: items, whistles: whistles, meeting: meeting.id, chased: meeting.chased)
    }

    private func hear() async throws -> [String] {
        let drafts = chapter.items.map { item -> JSON in
            var members = [JSON.Member("title", .string(item.title)), JSON.Member("channel", .string(item.channel))]
            if let category = item.category { members.append(JSON.Member("category", .string(category))) }
            return .object(members)
        }
        let answer = try await raiser.post("/v1/items/batch", ["items": .array(drafts)])
        replay.progress.step(drafts.count)
        return (answer["results"]?.array ?? []).compactMap { $0["item"]?["id"]?.string }
    }

    private func raise(_ items: [String]) async throws -> [String] {
        var ids: [String] = []
        for whistle in chapter.whistles {
            let carried = whistle.items.filter { items.indices.contains($0 - 1) }.map { JSON.string(items[$0 - 1]) }
            let answer = try await raiser.post(
                "/v1/whistles",
                [
                    "title": .string(whistle.title), "category": .string(whistle.category), "items": .array(carried),
                    "departments": .array(whistle.departments.map(JSON.string)), "channel": "council",
                ])
            ids.append(answer["id"]?.string ?? "")
            replay.progress.step()
        }
        return ids
    }

    /// Every department claims what is in its queue; what belongs to others' stories it gives back.
    private func takeOrders(of whistles: [String]) async throws {
        for department in departments {
            let client = try replay.client(as: department)
            let answer = try await client.post(
                "/v1/departments/\(department)/queue/claim", ["max": 100, "lease_seconds": 600])
            for order in answer["orders"]?.array ?? [] {
                let path = "/v1/orders/\(order["id"]?.string ?? "")"
                let claim: JSON = ["claim_token": order["claim"]?["token"] ?? .null]
                guard whistles.contains(order["whistle_id"]?.string ?? "") else {
                    _ = try await client.post("\(path)/release", claim)
                    continue
                }
                _ = try await client.post("\(path)/receive", claim)
                _ = try await client.post("\(path)/report-in", ["person": "经办人"])
                replay.progress.step()
            }
        }
    }

    private struct Meeting {
        var id: String
        var milestones: [JSON]
        var chased: Int
    }

    private func meet(about whistles: [String]) async throws -> Meeting {
        let admin = replay.client
        let now = try await admin.get("/v1/demo/clock")["now"]?.string.flatMap(Timestamp.init(rfc3339:)) ?? .machineNow
        let starts = now.adding(seconds: Int64(chapter.meeting.days) * 86_400)
        let answer = try await raiser.post(
            "/v1/meetings",
            [
                "title": .string(chapter.meeting.title), "whistles": .array(whistles.map(JSON.string)),
                "form": .string(chapter.meeting.form), "place": .string(chapter.meeting.place),
                "starts_at": .string(starts.canonical), "ends_at": .string(starts.adding(seconds: 7200).canonical),
                "agenda": .array(chapter.whistles.map { .string($0.title) }),
                "invitees": .array(departments.map(JSON.string)),
            ])
        let id = answer["id"]?.string ?? ""
        let path = "/v1/meetings/\(id)"
        for department in departments {
            _ = try await replay.client(as: department).post("\(path)/respond", ["answer": "accept", "person": "负责人"])
        }
        _ = try await admin.put("/v1/demo/clock", ["now": .string(starts.canonical)])
        for department in departments where !chapter.meeting.absent.contains(department) {
            try await checkIn(department, path)
        }
        let held = try await raiser.post("\(path)/hold", ["attendees_present": .integer(chapter.meeting.attendees)])
        let chased = try await chase(held, path)
        let outcomes = try await raiser.post("\(path)/outcomes", ["items": .array(decisions(whistles, from: starts))])
        replay.progress.step()
        return Meeting(id: id, milestones: outcomes["milestones"]?.array ?? [], chased: chased)
    }

    /// Whoever the broker names absent is called until it comes.
    private func chase(_ meeting: JSON, _ path: String) async throws -> Int {
        let absent = (meeting["attendance"]?.array ?? []).filter { $0["status"]?.string == "absent" }
            .compactMap { $0["organization"]?.string }
        for organization in absent { try await checkIn(organization, path) }
        let after = try await raiser.get(path)["attendance"]?.array ?? []
        return absent.filter { organization in
            after.contains { $0["organization"]?.string == organization && $0["status"]?.string == "present" }
        }.count
    }

    private func checkIn(_ organization: String, _ path: String) async throws {
        _ = try await replay.client(as: organization).post(
            "\(path)/check-in", ["organization": .string(organization), "person": "负责人"])
    }

    private func decisions(_ ids: [String], from start: Timestamp) -> [JSON] {
        zip(chapter.whistles, ids).map { whistle, id in
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
            let orders = try await raiser.get("/v1/whistles/\(id)")["orders"]?.array ?? []
            // The lead answers for the whole: it resolves last.
            for order in orders.filter({ $0["role"]?.string == "assisting" })
                + orders.filter({ $0["role"]?.string == "lead" })
            {
                _ = try await replay.client(as: order["department"]?.string ?? "").post(
                    "/v1/orders/\(order["id"]?.string ?? "")/resolve",
                    ["outcome": "已办结", "measures": "按会议分工办理", "responsible_person": "负责人"])
            }
            _ = try await raiser.post(
                "/v1/whistles/\(id)/evaluate", ["by": "raiser", "grade": "satisfied", "solved": true])
            replay.progress.step()
        }
        _ = try await raiser.post("/v1/meetings/\(meeting.id)/publish")
        _ = try await raiser.post("/v1/meetings/\(meeting.id)/close")
    }

    private var departments: [String] { Array(Set(chapter.whistles.flatMap(\.departments))).sorted() }
}

/// What a chapter left in the broker; every count asks it.
struct ChapterResult {
    let raiser: Client
    let items: [String]
    let whistles: [String]
    let meeting: String
    let chased: Int

    func count(_ what: Story.Count) async throws -> Int {
        switch what {
        case .items: return try await carried().count
        case .whistles: return try await stored().count
        case .departments: return Set(try await orders().compactMap { $0["department"]?.string }).count
        case .external:
            let all = try await raiser.get("/v1/organizations?limit=200")["items"]?.array ?? []
            let external = Set(all.filter { $0["external"]?.bool == true }.compactMap { $0["code"]?.string })
            return Set(try await orders().compactMap { $0["department"]?.string }).intersection(external).count
        case .meetings:
            var found: Set<String> = []
            for whistle in whistles {
                for meeting in try await raiser.get("/v1/meetings?whistle=\(whistle)")["items"]?.array ?? [] {
                    found.insert(meeting["id"]?.string ?? "")
                }
            }
            return found.count
        case .closed: return try await stored().filter { $0["state"]?.string == "closed" }.count
        case .closedItems:
            let closed = Set(
                try await stored().filter { $0["state"]?.string == "closed" }.compactMap { $0["id"]?.string })
            return try await carried().filter { closed.contains($0["whistle_id"]?.string ?? "") }.count
        case .chased: return chased
        }
    }

    private func stored() async throws -> [JSON] {
        var all: [JSON] = []
        for id in whistles { all.append(try await raiser.get("/v1/whistles/\(id)")) }
        return all
    }

    private func orders() async throws -> [JSON] { try await stored().flatMap { $0["orders"]?.array ?? [] } }

    private func carried() async throws -> [JSON] {
        var all: [JSON] = []
        for id in items { all.append(try await raiser.get("/v1/items/\(id)")) }
        return all.filter { $0["state"]?.string == "whistled" }
    }
}
