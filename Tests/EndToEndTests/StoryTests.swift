import Foundation
import TestSupport
import Testing

/// What is particular to each district, and what is refused everywhere, through the public interface of the real program.
@Suite struct StoryTests {
    private let python: String

    init() throws {
        // Set by script/test, which installs the witnesses' libraries.
        python = try #require(
            ProcessInfo.processInfo.environment["WHISTLE_TEST_PYTHON"], "run the tests through script/test")
    }

    private func witness(_ script: String, _ arguments: String...) async throws {
        let data = "/tmp/whistle-e2e-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: data) }
        let outcome = try await Program.run(
            python, ["\(Project.root)/Tests/witness/\(script)", Project.program, data] + arguments)
        #expect(outcome.status == 0, "\(outcome.output)")
        print(outcome.output)
    }

    @Test(arguments: ["jiangdong", "liuyang", "zigong", "dujiangyan"])
    func aDistrictsStoryHolds(district: String) async throws { try await witness("story_\(district).py") }

    /// Every (state, action, role) that the tables do not have, with status, type, `allowed` and words in both languages.
    @Test func everyIllegalStepIsRefusedInWords() async throws { try await witness("refusals.py") }

    @Test func whatARulebookSetsIsWhatHappens() async throws { try await witness("rules.py") }
}
