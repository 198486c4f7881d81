import App
import ArgumentParser
import JSON
import Rulebooks

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Districts to try, with their published figures.",
        subcommands: [List.self, Load.self, Play.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The districts on board.")

        @Flag(help: "Print as JSON.") var json = false

        func run() async throws {
            let demos = try Administration.demos()
            if json {
                print(JSON.array(demos.map { ["code": .string($0.code), "name": .string($0.name)] }).text)
            } else {
                for demo in demos { print("\(demo.code)  \(demo.name)") }
            }
        }
    }

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Load a district into the database.")

        @OptionGroup var storage: StorageOptions
        @Argument(help: "The district's code.") var name: String

        func run() async throws {
            do {
                try await Administration(storage.configuration(), logger: makeLogger()).loadDemo(name)
                print("\(name) is loaded.")
            } catch {
                complain("whistle: \(error)")
                throw ExitCode(1)
            }
        }
    }

    struct Play: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Play a district's story on the running broker; exit 1 where a figure differs.",
            discussion: "Example: whistle demo replay changshu --data-dir ./whistle-data")

        @Argument(help: "The district's code.") var name: String
        @Option(help: "Where demo.json is. [WHISTLE_DATA_DIR]") var dataDir: String?
        @Flag(help: "Print as JSON.") var json = false

        func run() async throws {
            do {
                guard let story = try Story.load(name) else { throw ClientError("there is no story of '\(name)'") }
                let demo = try DemoAccess.read(dataDir ?? Environment["WHISTLE_DATA_DIR"] ?? "./whistle-data")
                guard demo.district == name else {
                    throw ClientError("the running demo is '\(demo.district)', not '\(name)'")
                }
                let replay = try Replay(story, demo, progress: Progress(total: story.steps, quiet: json))
                let figures = try await replay.run()
                print(json ? table(figures).text : lines(figures))
                if !figures.allSatisfy(\.agrees) { throw ExitCode(1) }
            } catch let error as ClientError {
                complain("whistle: \(error.request.map { "\($0): " } ?? "")\(error)")
                throw ExitCode(1)
            }
        }

        private func table(_ figures: [ReplayFigure]) -> JSON {
            [
                "district": .string(name),
                "figures": .array(
                    figures.map {
                        ["name": .string($0.name), "published": .string($0.published), "reached": .raw($0.text)]
                    }),
            ]
        }

        private func lines(_ figures: [ReplayFigure]) -> String {
            figures.map { "\($0.agrees ? "✓" : "✗") \($0.name) — \($0.published) — \($0.text)" }.joined(
                separator: "\n")
        }
    }
}
