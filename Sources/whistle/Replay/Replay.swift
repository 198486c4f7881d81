import Domain
import Foundation
import JSON
import Rulebooks

/// Plays a district's story on a running broker, through its public API only, and counts what came of it there.
struct Replay: Sendable {
    let story: Story
    let demo: DemoAccess
    let client: Client
    let progress: Progress
    /// The district's wall clocks.
    let zone: Zone

    init(_ story: Story, _ demo: DemoAccess, progress: Progress) throws {
        self.story = story
        self.demo = demo
        self.progress = progress
        let file = try DistrictFile.load(story.district)
        guard let zone = file.flatMap({ Zone($0.rulebook.zone) }) else {
            throw ClientError("there is no district '\(story.district)'")
        }
        self.zone = zone
        client = try Client(baseURL: demo.baseURL, token: demo.tokens["admin"] ?? "")
    }

    /// Plays all chapters, and counts after each.
    func run() async throws -> [ReplayFigure] {
        defer { progress.finish() }
        var figures: [ReplayFigure] = []
        var whole = Trace()
        for chapter in story.chapters {
            progress.begin(chapter.title)
            let trace = try await play(chapter.act)
            whole.formUnion(trace)
            for figure in chapter.figures {
                // What is counted over the story so far begins with `all_`.
                let word = figure.counts.hasPrefix("all_") ? String(figure.counts.dropFirst(4)) : figure.counts
                let count = TraceCount(word == figure.counts ? trace : whole, self)
                figures.append(
                    ReplayFigure(
                        name: figure.name, published: figure.published, reached: try await count.value(word)))
            }
        }
        return figures
    }

    private func play(_ act: Story.Act) async throws -> Trace {
        switch act {
        case .council(let act): try await CouncilReplay(act, self).run()
        case .councils(let act): try await CouncilsReplay(act: act, replay: self).run()
        case .hearing(let act): try await HearingReplay(act: act, replay: self).run()
        case .sessions(let act): try await SessionsReplay(act: act, replay: self).run()
        case .visits(let act): try await VisitsReplay(act: act, replay: self).run()
        case .inspections(let acts): try await InspectionsReplay(acts: acts, replay: self).run()
        case .applications(let act): try await ApplicationsReplay(act: act, replay: self).run()
        case .matters(let acts): try await MattersReplay(acts: acts, replay: self).run()
        case .petitions(let act): try await PetitionsReplay(act: act, replay: self).run()
        }
    }

    /// The broker as an organization asks it.
    func client(as organization: String) throws -> Client {
        guard let token = demo.tokens[organization] else {
            throw ClientError("demo.json has no token for \(organization)")
        }
        return try client.with(token: token)
    }

    /// The demo's business time.
    func now() async throws -> Timestamp {
        guard let now = try await client.get("/v1/demo/clock")["now"]?.string.flatMap(Timestamp.init(rfc3339:)) else {
            throw ClientError("the broker has no demo clock; serve it with --demo")
        }
        return now
    }

    /// Moves the demo's clock there; a moment that is past already changes nothing.
    func reach(_ moment: Timestamp) async throws {
        guard moment > (try await now()) else { return }
        _ = try await client.put("/v1/demo/clock", ["now": .string(moment.canonical)])
    }

    /// Codes as the story writes them: `under:X` stands for the communities of X, `kind:X` for all of a kind.
    func organizations(_ words: [String]) async throws -> [String] {
        var codes: [String] = []
        for word in words {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                codes.append(word)
                continue
            }
            let all = try await client.pages("/v1/organizations")
            let field = parts[0] == "under" ? "parent" : "kind"
            codes += all.filter { $0[field]?.string == parts[1] }.compactMap { $0["code"]?.string }.sorted()
        }
        return codes
    }
}

/// One figure: as published, and as counted from the broker's answers.
struct ReplayFigure: Sendable {
    var name: String
    var published: String
    var reached: Double

    /// Decimals of the published number.
    private var decimals: Int { number.split(separator: ".").dropFirst().first?.count ?? 0 }

    private var number: String { published.replacing("−", with: "-").filter { $0.isNumber || $0 == "." || $0 == "-" } }

    /// A floor (`≥ 50`) is reached from above; everything else agrees at the published decimals.
    var agrees: Bool {
        guard let wanted = Double(number) else { return false }
        return published.hasPrefix("≥") ? reached >= wanted : rounded == wanted
    }

    private var rounded: Double {
        let scale = pow(10, Double(decimals))
        return (reached * scale).rounded() / scale
    }

    /// Exact where it is a whole number, else with one decimal more than was published and two at least.
    var text: String {
        reached == reached.rounded() ? "\(Int(reached))" : String(format: "%.\(max(2, decimals))f", reached)
    }
}
