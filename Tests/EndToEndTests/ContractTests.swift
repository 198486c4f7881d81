import Foundation
import TestSupport
import Testing

/// The contract, sentence by sentence and operation by operation, on the real program.
@Suite struct ContractTests {
    private let witness: Witness

    init() throws { witness = try Witness() }

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
