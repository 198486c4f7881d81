import Domain
import JSON
import Rulebooks

/// Matters that go the standard way: collected, sorted to whom they belong, handled, answered, judged.
struct MattersReplay {
    let acts: [Story.Matters]
    let replay: Replay

    func run() async throws -> Trace {
        var trace = Trace()
        for act in acts {
            let raised = try await raise(act)
            trace.whistles.formUnion(raised.map(\.id))
            if let advice = act.advice {
                try await advise(raised, advice)
            } else {
                try await replay.takeOrders(of: raised.map(\.whistle))
                try await judge(raised, act)
            }
        }
        return trace
    }

    private struct Raised: Sendable {
        var id: String
        var whistle: JSON
        var raiser: Client
        var number: Int
    }

    private func raise(_ act: Story.Matters) async throws -> [Raised] {
        var raised: [Raised] = []
        let raisers = try await replay.organizations(act.raisers)
        for (turn, organization) in raisers.enumerated() {
            let client = try replay.client(as: organization)
            let drafts = (0..<act.count.share(of: turn, in: raisers.count)).map { number -> JSON in
                let topic = act.topics.inTurn(number)
                return [
                    "title": .string("\(topic.title)(第\(number + 1)件)"), "category": .string(topic.category),
                    "departments": .array((topic.departments ?? []).map(JSON.string)), "channel": "grid",
                ]
            }
            for piece in drafts.pieces(of: 500) {
                let answer = try await client.post("/v1/whistles/batch", ["items": .array(piece)])
                for result in answer["results"]?.array ?? [] {
                    guard let whistle = result["whistle"], let id = whistle["id"]?.string else {
                        throw ClientError("not raised: \(result.text)")
                    }
                    raised.append(Raised(id: id, whistle: whistle, raiser: client, number: raised.count))
                }
                replay.progress.step(piece.count)
            }
        }
        return raised
    }

    /// A private matter gets advice, never an order.
    private func advise(_ raised: [Raised], _ advice: String) async throws {
        let centre = try replay.client(as: "command-centre")
        _ = try await inParallel(raised) { matter in
            _ = try await centre.post(
                "/v1/whistles/\(matter.id)/divert", ["to": "本人或市场服务", "advice": .string(advice)])
            replay.progress.step()
        }
    }

    private func judge(_ raised: [Raised], _ act: Story.Matters) async throws {
        _ = try await inParallel(raised) { matter in
            try await replay.resolveOrders(of: matter.id, as: matter.raiser)
            if matter.number < act.satisfied {
                try await evaluate(matter, "satisfied", solved: true)
            } else {
                if matter.number < act.satisfied + act.reworked {
                    try await evaluate(matter, "dissatisfied", solved: false)
                    try await replay.resolveOrders(of: matter.id, as: matter.raiser)
                }
                try await evaluate(matter, "basically_satisfied", solved: true)
            }
            replay.progress.step()
        }
    }

    /// The person who brought it up is called; whoever raised it writes down the answer.
    private func evaluate(_ matter: Raised, _ grade: String, solved: Bool) async throws {
        _ = try await matter.raiser.post(
            "/v1/whistles/\(matter.id)/evaluate",
            ["by": "resident", "grade": .string(grade), "solved": .bool(solved)])
    }
}
