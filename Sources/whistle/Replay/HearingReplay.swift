import JSON
import Rulebooks

/// What is heard without a table: filed in batches, and some of it settled on the spot.
struct HearingReplay {
    let act: Story.Hearing
    let replay: Replay

    func run() async throws -> Trace {
        var trace = Trace()
        let hearers = try await replay.organizations(act.by)
        for (turn, hearer) in hearers.enumerated() {
            let first = act.count * turn / hearers.count
            let drafts = (0..<act.count.share(of: turn, in: hearers.count)).map { draft(first + $0) }
            let client = try replay.client(as: hearer)
            let ids = try await replay.file(drafts, as: client)
            trace.items.formUnion(ids)
            let settled = Array(ids.prefix(act.settled.share(of: turn, in: hearers.count)))
            try await replay.settle(settled, act.outcome, as: client)
        }
        return trace
    }

    private func draft(_ number: Int) -> JSON {
        let topic = act.topics.inTurn(number)
        return [
            "title": .string("\(topic.title)(第\(number + 1)件)"), "category": .string(topic.category),
            "channel": .string(act.channel),
        ]
    }
}

extension Replay {
    /// Files what was heard; the ids in the drafts' order.
    func file(_ drafts: [JSON], as client: Client) async throws -> [String] {
        var ids: [String] = []
        for piece in drafts.pieces(of: 500) {
            let answer = try await client.post("/v1/items/batch", ["items": .array(piece)])
            let results = answer["results"]?.array ?? []
            for result in results {
                guard let id = result["item"]?["id"]?.string else { throw ClientError("not filed: \(result.text)") }
                ids.append(id)
            }
            progress.step(piece.count)
        }
        return ids
    }

    /// Settles items where they were heard.
    func settle(_ items: [String], _ outcome: String, as client: Client) async throws {
        _ = try await inParallel(items) { id in
            _ = try await client.post("/v1/items/\(id)/resolve", ["outcome": .string(outcome)])
            progress.step()
        }
    }
}
