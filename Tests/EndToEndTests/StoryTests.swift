import Foundation
import TestSupport
import Testing

/// What is particular to each district, and what is refused everywhere, through the public interface of the real program.
@Suite struct StoryTests {
    private let witness: Witness

    init() throws { witness = try Witness() }

    @Test(arguments: ["jiangdong", "liuyang", "zigong", "dujiangyan"])
    func aDistrictsStoryHolds(district: String) async throws { try await witness("story_\(district).py") }

    /// Every (state, action, role) that the tables do not have, with status, type, `allowed` and words in both languages.
    @Test func everyIllegalStepIsRefusedInWords() async throws { try await witness("refusals.py") }

    @Test func whatARulebookSetsIsWhatHappens() async throws { try await witness("rules.py") }
}
