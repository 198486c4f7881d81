import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

@Suite(.serialized)
struct RivalTests {
    @Test func oneOfTwoStartersGetsTheDirectory() async throws {
        try await Workplace.use { place in
            let configuration = place.configuration()
            async let one = attempt(configuration)
            async let other = attempt(configuration)
            let results = await [one, other]
            let servers = results.compactMap { try? $0.get() }
            #expect(servers.count == 1)
            for case .failure(let error) in results {
                // The loser may look before the winner has written who it is.
                #expect("\(error)".hasPrefix("\(place.folder)/data is already in use by "))
            }
            for server in servers {
                #expect(try place.ask(server, "SELECT 1") == "1")
                try await server.stop()
            }
        }
    }

    @Test func aLockOfAnotherProcessCountsUntilItDies() async throws {
        try await Workplace.use { place in
            let data = place.folder + "/data"
            try Folder.make(data, permissions: 0o711)
            var ends: [Int32] = [-1, -1]
            try #require(pipe(&ends) == 0)
            defer { close(ends[0]) }
            let script = "exec 9>> \"$1\"; flock 9 && echo held && exec sleep 3600"
            let words = ["/bin/sh", "-c", script, "sh", data + "/whistle.lock"]
            let holder = try ChildProcess.launch(words, output: ends[1])
            close(ends[1])
            var word = [UInt8](repeating: 0, count: 16)
            try #require(read(ends[0], &word, word.count) == 5)
            await #expect(throws: PrivatePostgresError.self) {
                try await PrivatePostgres.start(place.configuration())
            }
            kill(holder.processID, SIGKILL)
            holder.wait()
            let server = try await PrivatePostgres.start(place.configuration())
            try await server.stop()
        }
    }

    private func attempt(
        _ configuration: PrivatePostgresConfiguration
    ) async -> Result<PrivatePostgres, PrivatePostgresError> {
        do throws(PrivatePostgresError) {
            return .success(try await PrivatePostgres.start(configuration))
        } catch {
            return .failure(error)
        }
    }
}
