import Foundation
import TestSupport
import Testing

/// Runs a witness: a Python program that sees the real program from outside, with other people's libraries.
struct Witness {
    private let python: String

    init() throws {
        // Set by script/test, which installs the witnesses' libraries.
        python = try #require(
            ProcessInfo.processInfo.environment["WHISTLE_TEST_PYTHON"], "run the tests through script/test")
    }

    /// With brokers that bring their own PostgreSQL.
    func callAsFunction(_ script: String, _ arguments: String...) async throws {
        try await run(script, arguments, environment: [:])
    }

    /// With brokers on a database of the run's cluster.
    func onDatabase(_ script: String, _ arguments: String...) async throws {
        let database = try await TestCluster.get().database()
        try await run(script, arguments, environment: ["WHISTLE_DATABASE_URL": database.url])
        await database.close()
    }

    private func run(_ script: String, _ arguments: [String], environment: [String: String]) async throws {
        let data = "/tmp/whistle-e2e-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: data) }
        let outcome = try await Program.run(
            python, ["\(Project.root)/Tests/witness/\(script)", Project.program, data] + arguments,
            environment: environment)
        #expect(outcome.status == 0, "\(outcome.output)")
        print(outcome.output)
    }
}
