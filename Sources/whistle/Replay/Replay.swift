import Domain
import Foundation
import JSON
import Rulebooks

/// Plays a district's story on a running broker, through its public API only, and counts what came of it there.
struct Replay {
    /// One figure: as published, and as counted from the broker's answers.
    struct Figure {
        var name: String
        var published: String
        var reached: Int

        /// A floor (`≥ 50`) is reached from above, everything else exactly.
        var agrees: Bool {
            let digits = published.filter(\.isNumber)
            guard let wanted = Int(digits) else { return false }
            return published.hasPrefix("≥") ? reached >= wanted : reached == wanted
        }
    }

    let story: Story
    let demo: DemoAccess
    let client: Client
    let progress: Progress

    init(_ story: Story, _ demo: DemoAccess, progress: Progress) throws {
        self.story = story
        self.demo = demo
        self.progress = progress
        client = try Client(baseURL: demo.baseURL, token: demo.tokens["admin"] ?? "")
    }

    /// Plays all chapters.
    func run() async throws -> [Figure] {
        var figures: [Figure] = []
        for chapter in story.chapters {
            let result = try await ChapterReplay(chapter, self).run()
            for figure in chapter.figures {
                figures.append(
                    Figure(
                        name: figure.name, published: figure.published, reached: try await result.count(figure.counts)))
            }
        }
        progress.finish()
        return figures
    }

    /// The broker as an organization asks it.
    func client(as organization: String) throws -> Client {
        guard let token = demo.tokens[organization] else {
            throw ClientError("demo.json has no token for \(organization)")
        }
        return try client.with(token: token)
    }
}

/// A bar on standard error, where a person looks at it.
final class Progress {
    private let isShown: Bool
    private let total: Int
    private var done = 0

    /// - Parameter forced: also where no terminal is.
    init(total: Int, quiet: Bool, forced: Bool = false) {
        self.total = max(1, total)
        isShown = forced || (!quiet && isatty(STDERR_FILENO) == 1)
    }

    func step(_ count: Int = 1) {
        done += count
        guard isShown else { return }
        let filled = min(30, done * 30 / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(bar) \(done)".utf8))
    }

    func finish() { if isShown { FileHandle.standardError.write(Data("\n".utf8)) } }
}
