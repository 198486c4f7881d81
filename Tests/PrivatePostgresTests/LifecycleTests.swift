import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

@Suite(.serialized)
struct LifecycleTests {
    @Test func aFreshServerAnswersAndLeavesNothingBehind() async throws {
        try await Workplace.use { place in
            let server = try await PrivatePostgres.start(place.configuration(durability: .durable))
            #expect(!server.adopted)
            #expect(server.clusterDirectory == place.folder + "/data/postgres")
            let settings = try place.ask(
                server,
                """
                SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN
                ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses', 'TimeZone',
                'server_encoding', 'max_connections', 'idle_in_transaction_session_timeout')
                """)
            #expect(
                settings == "TimeZone=UTC data_checksums=on fsync=on full_page_writes=on "
                    + "idle_in_transaction_session_timeout=60000 listen_addresses= max_connections=100 "
                    + "server_encoding=UTF8 synchronous_commit=on")
            #expect(getsid(server.processID) == server.processID)
            #expect(FileManager.default.fileExists(atPath: server.socketPath))
            #expect(server.socketPath.utf8.count <= 107)
            #expect(Folder.status(server.socketDirectory)?.permissions == 0o700)
            #expect(server.serverLog.contains("/log/server-"))
            #expect(FileManager.default.fileExists(atPath: server.serverLog))

            try await server.stop()
            #expect(try place.processes(server.clusterDirectory) == [])
            #expect(!FileManager.default.fileExists(atPath: server.socketDirectory))
            #expect(!FileManager.default.fileExists(atPath: server.clusterDirectory + "/postmaster.pid"))
            try await server.stop()
        }
    }

    @Test func aSecondStartKeepsTheData() async throws {
        try await Workplace.use { place in
            let first = try await PrivatePostgres.start(place.configuration())
            _ = try place.ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
            try await first.stop()
            let second = try await PrivatePostgres.start(place.configuration())
            #expect(!second.adopted)
            #expect(try place.ask(second, "SELECT answer FROM kept") == "42")
            try await second.stop()
        }
    }

    @Test func aRunningServerWithOtherSettingsIsStartedAnew() async throws {
        try await Workplace.use { place in
            let careless = try await place.abandon(place.configuration())
            let server = try await PrivatePostgres.start(place.configuration(durability: .durable))
            #expect(!server.adopted)
            #expect(server.processID != careless)
            #expect(try place.ask(server, "SHOW fsync") == "on")
            try await server.stop()
        }
    }

    @Test func theServerInheritsNoDescriptor() async throws {
        try await Workplace.use { place in
            let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            try #require(listening >= 0)
            defer { close(listening) }
            var status = stat()
            try #require(fstat(listening, &status) == 0)
            let server = try await PrivatePostgres.start(place.configuration())
            let links = (Folder.names("/proc/\(server.processID)/fd") ?? []).compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(server.processID)/fd/\($0)")
            }
            #expect(!links.isEmpty)
            #expect(!links.contains("socket:[\(status.st_ino)]"))
            #expect(!links.contains { $0.hasSuffix("/whistle.lock") })
            try await server.stop()
        }
    }

    @Test func sharedBuffersFollowTheMachine() {
        #expect(ServerSettings.sharedBuffers(limit: 256, memory: 512) == 128)
        #expect(ServerSettings.sharedBuffers(limit: 256, memory: 1_600) == 200)
        #expect(ServerSettings.sharedBuffers(limit: 256, memory: 64_000) == 256)
        #expect(ServerSettings.sharedBuffers(limit: 9_999, memory: 64_000) == 2_048)
    }

    @Test func connectionStringsAreQuotedWhereNeeded() async throws {
        try await Workplace.use { place in
            let server = try await PrivatePostgres.start(place.configuration())
            #expect(
                server.connectionString(user: "a b", database: "it's \\")
                    == "host=\(server.socketDirectory) port=5432 user='a b' dbname='it\\'s \\\\'")
            try await server.stop()
        }
    }
}
