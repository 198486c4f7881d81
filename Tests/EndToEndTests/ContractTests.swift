import Foundation
import TestSupport
import Testing

/// The contract, sentence by sentence and operation by operation, on the real program.
@Suite struct ContractTests {
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

    @Test func theDocumentIsValidAndTrueOfEveryOperation() async throws { try await witness("openapi.py") }

    @Test func everyOperationRefusesInOrder() async throws { try await witness("contract_sweep.py") }

    @Test func streamsKeysTagsAndCursorsHold() async throws { try await witness("contract_streams.py") }

    /// WHISTLE_FUZZ_SECONDS and WHISTLE_FUZZ_SEED ask for a longer or another run.
    @Test func schemathesisFindsNothing() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await witness(
            "fuzz.py", environment["WHISTLE_FUZZ_SECONDS"] ?? "45", environment["WHISTLE_FUZZ_SEED"] ?? "1")
    }
}
