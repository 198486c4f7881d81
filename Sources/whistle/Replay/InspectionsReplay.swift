import JSON
import Rulebooks

/// Checks by visits and calls, with what they found.
struct InspectionsReplay {
    let acts: [Story.Inspection]
    let replay: Replay

    func run() async throws -> Trace {
        var trace = Trace()
        for act in acts {
            let answer = try await replay.client(as: act.inspector).post(
                "/v1/inspections",
                [
                    "method": .string(act.method), "households": .integer(act.households),
                    "calls": .integer(act.calls), "findings": .array(act.findings.map(JSON.string)), "sample": [],
                ])
            trace.inspections.insert(answer["id"]?.string ?? "")
            replay.progress.step()
        }
        return trace
    }
}
