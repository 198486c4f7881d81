import Foundation
import TestSupport
import Testing

/// The house plan in ARCHITECTURE.md is true to the code.
@Suite struct HouseTests {
    /// Rooms of the plan's table with what each may import.
    private func plan() throws -> [String: Set<String>] {
        let text = try String(contentsOfFile: "\(Project.root)/ARCHITECTURE.md", encoding: .utf8)
        var plan: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3 else { continue }
            let name = cells[0].filter { $0 != "`" }
            let allowed = cells[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            plan[name] = Set(allowed.filter { $0 != "–" })
        }
        return plan
    }

    private func folder(_ room: String) -> String {
        let top = "\(Project.root)/\(room)"
        return ["Schema", "Rulebooks", "Calendars"].contains(room) ? top : "\(Project.root)/Sources/\(room)"
    }

    private func files(_ folder: String, _ ending: String = ".swift") -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }
    }

    @Test func everyRoomIsInThePlan() throws {
        let plan = try plan()
        let rooms = try FileManager.default.contentsOfDirectory(atPath: "\(Project.root)/Sources")
        for room in rooms { #expect(plan[room] != nil, "\(room) is missing in ARCHITECTURE.md") }
    }

    @Test func importsPointOneWay() throws {
        let plan = try plan()
        #expect(plan.count >= 15)
        let system: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]
        for (room, allowed) in plan {
            let sources = files(folder(room))
            #expect(!sources.isEmpty || room.hasPrefix("C"), "\(room)")
            for file in sources {
                for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
                    let words = line.split(separator: " ")
                    guard let place = words.firstIndex(of: "import"), place < 2, words.count > place + 1,
                        !line.hasPrefix(" "), !line.hasPrefix("/")
                    else { continue }
                    let module = String(words[place + 1])
                    #expect(
                        allowed.contains(module) || system.contains(module),
                        "\(file) imports \(module), which the plan does not allow")
                }
            }
        }
    }

    /// A file over 400 lines needs a reason in ARCHITECTURE.md; none has one.
    @Test func filesStayShort() throws {
        for top in ["Sources", "Tests", "Schema", "Rulebooks", "Calendars"] {
            for file in files("\(Project.root)/\(top)") + files("\(Project.root)/\(top)", ".sql") {
                let lines = try String(contentsOfFile: file, encoding: .utf8).split(
                    separator: "\n", omittingEmptySubsequences: false
                ).count
                #expect(lines <= 400, "\(file) has \(lines) lines")
            }
        }
    }

    @Test func noFoundationNetworkingAndNoStrayTasks() throws {
        for file in files("\(Project.root)/Sources") where !file.contains("/TestSupport/") {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let found = text.firstMatch(of: /FoundationNetworking|\bTask \{|Task\.detached|try!|fatalError\(/)
            #expect(found == nil, "\(file): \(found.map { String($0.0) } ?? "")")
        }
    }
}
