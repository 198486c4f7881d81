import Domain
import JSON
import Rulebooks

/// Gatherings held in turn by their hosts, with what was heard on each.
struct SessionsReplay {
    let act: Story.Sessions
    let replay: Replay

    func run() async throws -> Trace {
        let hosts = try await replay.organizations(act.hosts)
        let heldAt = try await replay.now()
        let held = try await inParallel(Array(0..<act.count)) { turn in
            let host = hosts.inTurn(turn)
            let session = try await replay.client(as: host).post("/v1/sessions", body(turn, host, heldAt))
            replay.progress.step()
            return session
        }
        var trace = Trace()
        for session in held {
            trace.sessions.insert(session["id"]?.string ?? "")
            trace.items.formUnion((session["items"]?.array ?? []).compactMap { $0["id"]?.string })
        }
        return trace
    }

    private func body(_ turn: Int, _ host: String, _ heldAt: Timestamp) -> JSON {
        let items = act.heard.flatMap { heard in
            (0..<heard.count.share(of: turn, in: act.count)).map { number -> JSON in
                [
                    "title": .string("\(heard.titles.inTurn(turn + number))(第\(turn + 1)场第\(number + 1)条)"),
                    "category": .string(heard.category), "channel": "meeting",
                ]
            }
        }
        let members = (act.members ?? 0).share(of: turn, in: act.count)
        return [
            "theme": .string(act.theme), "host": .string(host), "held_at": .string(heldAt.canonical),
            "residents_present": .integer(act.residents), "attendees_present": .integer(act.attendees),
            "branch": .string("\(host)党支部"),
            "members": .array((0..<members).map { .string("党员\($0 + 1)") }), "items": .array(items),
        ]
    }
}
