import App
import ArgumentParser
import Foundation
import JSON

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Whether history is what was written.", subcommands: [Verify.self, Export.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Walk over the whole history; exit code 1 names the first thing that is wrong.",
            discussion: """
                Example: whistle audit verify --data-dir ./whistle-data
                After a restore: whistle audit verify --checkpoint checkpoints.ndjson --database-url postgres://…
                Without a database: whistle audit verify --checkpoint checkpoints.ndjson --dump whistle.sql
                """)

        @OptionGroup var storage: StorageOptions

        @Option(help: "The district; needed where there are several.")
        var district: String?

        @Option(help: "Checkpoints that 'whistle audit export' wrote before.", completion: .file())
        var checkpoint: String?

        @Option(
            help: "A plain pg_dump to check instead of a database: needs neither server nor key.", completion: .file())
        var dump: String?

        @Flag(help: "The finding as JSON.")
        var json = false

        func run() async throws {
            let outcome: AuditOutcome
            do {
                if let dump {
                    outcome = try AuditOutcome.verify(dump: dump, against: checkpoint)
                } else {
                    outcome = try await Administration(storage.configuration(), logger: makeLogger())
                        .verifyHistory(district: district, against: checkpoint)
                }
            } catch let inUse as DirectoryInUse {
                return try await ask(inUse)
            } catch {
                complain("whistle: \(error)")
                throw ExitCode(1)
            }
            if json {
                print(outcome.json.text)
            } else if let finding = outcome.finding {
                print(finding)
            } else {
                print("\(outcome.district): 历史完好 / history is whole: \(outcome.summary)")
            }
            if outcome.finding != nil { throw ExitCode(1) }
        }

        /// A broker that runs on the data directory walks over its history itself.
        private func ask(_ inUse: DirectoryInUse) async throws {
            let directory = storage.dataDir ?? Environment["WHISTLE_DATA_DIR"] ?? "./whistle-data"
            let demo = try? DemoAccess.read(directory)
            guard checkpoint == nil, let token = Environment["WHISTLE_TOKEN"] ?? demo?.tokens["supervisor"],
                let url = Environment["WHISTLE_URL"] ?? demo?.baseURL
            else {
                complain("whistle: \(inUse). End it first, or ask it: WHISTLE_URL and WHISTLE_TOKEN")
                throw ExitCode(1)
            }
            let answer: JSON
            do { answer = try await Client(baseURL: url, token: token).get("/v1/audit/verify") } catch {
                complain("whistle: \(error)")
                throw ExitCode(1)
            }
            let finding = answer["first_broken"]?["detail"]?.string
            if json {
                print(answer.text)
            } else {
                print(finding ?? "历史完好 / history is whole: \(answer["events_checked"]?.integer ?? 0) lines")
            }
            if answer["ok"]?.bool != true { throw ExitCode(1) }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a checkpoint and write all of them, a line of JSON each: keep them off this machine.",
            discussion: "Example: whistle audit export --output checkpoints.ndjson")

        @OptionGroup var storage: StorageOptions

        @Option(help: "The district; needed where there are several.")
        var district: String?

        @Option(help: "A file; without one they are printed.", completion: .file())
        var output: String?

        func run() async throws {
            do {
                let handle: FileHandle
                if let output {
                    guard FileManager.default.createFile(atPath: output, contents: nil),
                        let file = FileHandle(forWritingAtPath: output)
                    else { throw StartError("\(output) cannot be written") }
                    handle = file
                } else {
                    handle = .standardOutput
                }
                try await Administration(storage.configuration(), logger: makeLogger())
                    .exportCheckpoints(district: district) { try handle.write(contentsOf: $0) }
                if output != nil { try handle.close() }
            } catch {
                complain("whistle: \(error)")
                throw ExitCode(1)
            }
        }
    }
}
