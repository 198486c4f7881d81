import Domain
import JSON
import Rulebooks

/// Many tables of one kind: each hears its issues, decides them where it sits, and is judged.
struct CouncilsReplay {
    let act: Story.Councils
    let replay: Replay

    func run() async throws -> Trace {
        let raisers = try await replay.organizations(act.raisers)
        let starts = try await replay.now().adding(seconds: 3600)
        let tables = try await inParallel(Array(0..<act.meetings)) { turn in
            let table = try await hold(turn, as: raisers.inTurn(turn), starts)
            replay.progress.step()
            return table
        }
        var trace = Trace()
        for table in tables {
            trace.items.formUnion(table.items)
            trace.whistles.insert(table.whistle)
            trace.meetings.insert(table.meeting)
        }
        return trace
    }

    private struct Table: Sendable {
        var items: [String]
        var whistle: String
        var meeting: String
    }

    private func hold(_ turn: Int, as raiser: String, _ starts: Timestamp) async throws -> Table {
        let client = try replay.client(as: raiser)
        let topic = act.topics.inTurn(turn)
        let items = try await replay.file(
            (0..<act.issues.share(of: turn, in: act.meetings)).map { number -> JSON in
                [
                    "title": .string("\(topic.title)(第\(turn + 1)场第\(number + 1)个)"),
                    "category": .string(topic.category), "channel": "council",
                ]
            }, as: client)
        let whistle = try await client.post(
            "/v1/whistles",
            [
                "title": .string("\(topic.title)(第\(turn + 1)场)"), "category": .string(topic.category),
                "items": .array(items.map(JSON.string)), "channel": "council",
                "departments": .array((topic.departments ?? []).map(JSON.string)),
            ])
        let id = whistle["id"]?.string ?? ""
        let departments = (whistle["orders"]?.array ?? []).compactMap { $0["department"]?.string }
        let meeting = try await meet(turn, about: id, with: departments, topic, client, starts)
        return Table(items: items, whistle: id, meeting: meeting)
    }

    private func meet(
        _ turn: Int, about whistle: String, with departments: [String], _ topic: Story.Topic, _ client: Client,
        _ starts: Timestamp
    ) async throws -> String {
        let sixStep = act.sixStep == true
        let meeting =
            try await client.post(
                "/v1/meetings",
                [
                    "title": .string("\(topic.title)协调会(第\(turn + 1)场)"), "whistles": [.string(whistle)],
                    "form": "collective", "method": sixStep ? "six_step" : "plain", "place": .string(act.place),
                    "starts_at": .string(starts.canonical), "ends_at": .string(starts.adding(seconds: 3600).canonical),
                    "agenda": [.string(topic.title)], "invitees": .array(departments.map(JSON.string)),
                ])["id"]?.string ?? ""
        let path = "/v1/meetings/\(meeting)"
        if sixStep {
            _ = try await client.post("\(path)/topics", ["topics": [.string(topic.title)]])
            _ = try await client.post("\(path)/plan", ["plan": "先勘查,再协商,定人定时"])
        }
        _ = try await client.post("\(path)/hold", ["residents_present": 12, "attendees_present": 20])
        _ = try await client.post(
            "\(path)/outcomes",
            [
                "items": [
                    [
                        "whistle": .string(whistle), "outcome": "resolved_on_site",
                        "decision": .string("\(topic.title):当场商定,立行立改"), "responsible_person": "负责人",
                    ]
                ]
            ])
        if sixStep {
            _ = try await client.post("\(path)/publish")
            _ = try await client.post("\(path)/carry-out", ["note": "按协商决定实施完毕"])
            _ = try await client.post("\(path)/evaluate", ["grade": "satisfied"])
        }
        _ = try await client.post(
            "/v1/whistles/\(whistle)/evaluate", ["by": "raiser", "grade": "satisfied", "solved": true])
        _ = try await client.post("\(path)/close")
        return meeting
    }
}
