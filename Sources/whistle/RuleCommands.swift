import App
import ArgumentParser
import Domain
import Foundation
import JSON
import Rulebooks

struct RulebookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rulebook", abstract: "Districts' rulebooks.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a district's file: everything that is wrong, with line and column.",
            discussion: "Example: whistle rulebook check Rulebooks/districts/changshu.yaml")

        @Argument(help: "The file.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        @Flag(help: "Findings as JSON.")
        var json = false

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                complain("whistle: \(file) cannot be read")
                throw ExitCode(1)
            }
            let findings = DistrictFile.check(String(decoding: data, as: UTF8.self))
            if json {
                print(JSON.array(findings.map(\.json)).text)
            } else {
                for finding in findings {
                    print(
                        "\(file):\(finding.line):\(finding.column): \(finding.path): \(finding.chinese) \(finding.english)"
                    )
                }
                if findings.isEmpty { print("\(file): 没有发现问题 / nothing wrong") }
            }
            if !findings.isEmpty { throw ExitCode(1) }
        }
    }
}

extension Finding {
    fileprivate var json: JSON {
        [
            "line": .integer(line), "column": .integer(column), "path": .string(path), "code": .string(code),
            "chinese": .string(chinese), "english": .string(english),
        ]
    }
}

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "The years' notices of holidays.", subcommands: [Load.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load a year's notice; open deadlines are counted anew.",
            discussion: "Example: whistle calendar load year-2027.yaml --data-dir ./whistle-data")

        @OptionGroup var storage: StorageOptions

        @Argument(help: "The notice: year, notice, off, make_up.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                complain("whistle: \(file) cannot be read")
                throw ExitCode(1)
            }
            do {
                let moved = try await Administration(storage.configuration(), logger: makeLogger())
                    .loadCalendar(String(decoding: data, as: UTF8.self))
                for (district, clocks) in moved.sorted(by: { $0.key < $1.key }) {
                    print("\(district): \(clocks.count) deadlines moved")
                    for clock in clocks {
                        print(
                            "  \(clock.order ?? clock.whistle) \(clock.clock.rawValue): \(clock.from.canonical) → \(clock.to.canonical)"
                        )
                    }
                }
            } catch {
                complain("whistle: \(error)")
                throw ExitCode(1)
            }
        }
    }
}
