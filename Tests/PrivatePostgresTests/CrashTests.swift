import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

@Suite(.serialized)
struct CrashTests {
    @Test func theServerOfAKilledProgramIsAdopted() async throws {
        try await Workplace.use { place in
            let left = try await place.abandon(place.configuration())
            let server = try await PrivatePostgres.start(place.configuration())
            #expect(server.adopted)
            #expect(server.processID == left)
            #expect(try place.ask(server, "SELECT 1") == "1")
            try await server.stop()
            #expect(try place.processes(server.clusterDirectory) == [])
            #expect(!FileManager.default.fileExists(atPath: server.socketDirectory))
        }
    }

    @Test func aKilledServerRecovers() async throws {
        try await Workplace.use { place in
            let first = try await PrivatePostgres.start(place.configuration(durability: .durable))
            _ = try place.ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
            try #require(kill(first.processID, SIGKILL) == 0)
            try await first.stop()
            let second = try await PrivatePostgres.start(place.configuration(durability: .durable))
            #expect(!second.adopted)
            #expect(second.processID != first.processID)
            #expect(try place.ask(second, "SELECT answer FROM kept") == "42")
            try await second.stop()
        }
    }

    @Test func aServerKilledWithItsProgramRecoversThoughAWorkerIsStillBusy() async throws {
        try await Workplace.use { place in
            var killed: Int32 = 0
            var busy: ChildProcess?
            do {
                let first = try await PrivatePostgres.start(place.configuration(durability: .durable))
                _ = try place.ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
                // It holds no lock on anything and waits for nobody, so it does not notice the end of its server.
                let loop = "DO $$ BEGIN LOOP END LOOP; END $$"
                busy = try ChildProcess.launch([
                    first.programsDirectory + "/psql", "--dbname=" + first.connectionString(), "--command=" + loop,
                ])
                let active = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"
                while try place.ask(first, active) != "1" {}
                killed = first.processID
                try #require(kill(killed, SIGKILL) == 0)
            }
            let second = try await PrivatePostgres.start(place.configuration(durability: .durable))
            #expect(!second.adopted)
            #expect(second.processID != killed)
            #expect(try place.ask(second, "SELECT answer FROM kept") == "42")
            try await second.stop()
            busy?.wait()
        }
    }

    @Test func aStaleFileNamingAnotherServerIsNoTrouble() async throws {
        try await Workplace.use { place in
            // Its process is alive, a PostgreSQL server, and of the same user: only its directory is another.
            let other = try await PrivatePostgres.start(place.configuration("other"))
            try await starts(place, despite: other.processID)
            #expect(try place.ask(other, "SELECT 1") == "1")
            try await other.stop()
        }
    }

    @Test func aStaleFileNamingAForeignProcessIsNoTrouble() async throws {
        try await Workplace.use { place in
            try await starts(place, despite: getpid())
        }
    }

    private func starts(_ place: Workplace, despite number: Int32) async throws {
        let first = try await PrivatePostgres.start(place.configuration())
        let path = PostmasterFile.path(first.clusterDirectory)
        let text = try #require(SmallFile.read(path))
        try await first.stop()
        let lines = ["\(number)"] + text.split(separator: "\n").dropFirst().map(String.init)
        try SmallFile.create(path, lines.joined(separator: "\n") + "\n", owner: .current())
        let second = try await PrivatePostgres.start(place.configuration())
        #expect(!second.adopted)
        #expect(second.processID != number)
        #expect(try place.ask(second, "SELECT 1") == "1")
        try await second.stop()
    }

    @Test func aServerWithoutItsSocketIsStartedAnew() async throws {
        try await Workplace.use { place in
            var left: Int32 = 0
            do {
                let first = try await PrivatePostgres.start(place.configuration())
                left = first.processID
                try FileManager.default.removeItem(atPath: first.socketDirectory)
            }
            let second = try await PrivatePostgres.start(place.configuration())
            #expect(!second.adopted)
            #expect(second.processID != left)
            #expect(try place.ask(second, "SELECT 1") == "1")
            try await second.stop()
        }
    }

    @Test func aRunningServerWhoseDirectoryMovedIsAdopted() async throws {
        try await Workplace.use { place in
            let left = try await place.abandon(place.configuration("before"))
            try SmallFile.move(place.folder + "/before", to: place.folder + "/after")
            let server = try await PrivatePostgres.start(place.configuration("after"))
            #expect(server.adopted)
            #expect(server.processID == left)
            #expect(try place.ask(server, "SELECT 1") == "1")
            try await server.stop()
        }
    }

    @Test func anInterruptedInitdbIsStartedOver() async throws {
        try await Workplace.use { place in
            let half = place.folder + "/data/postgres.unfinished-half"
            try Folder.make(half + "/base", permissions: 0o711)
            try SmallFile.create(half + "/PG_VERSION", "15\n")
            let server = try await PrivatePostgres.start(place.configuration())
            #expect(try place.ask(server, "SELECT 1") == "1")
            #expect(!FileManager.default.fileExists(atPath: half))
            try await server.stop()
        }
    }

    @Test func aFolderThatIsNoClusterIsLeftAlone() async throws {
        try await Workplace.use { place in
            let mine = place.folder + "/data/postgres"
            try Folder.make(mine, permissions: 0o711)
            try SmallFile.create(mine + "/letter", "dear\n")
            await #expect(throws: PrivatePostgresError.self) {
                try await PrivatePostgres.start(place.configuration())
            }
            #expect(SmallFile.read(mine + "/letter") == "dear\n")
        }
    }

    @Test func aServerThatCannotStartSaysWhy() async throws {
        try await Workplace.use { place in
            let first = try await PrivatePostgres.start(place.configuration())
            try await first.stop()
            let auto = first.clusterDirectory + "/postgresql.auto.conf"
            try SmallFile.create(auto, "max_connections = 'many'\n", owner: .current())
            do {
                _ = try await PrivatePostgres.start(place.configuration())
                Issue.record("it started")
            } catch {
                #expect("\(error)".contains("did not start"))
                #expect("\(error)".contains("FATAL"))
            }
            #expect(!FileManager.default.fileExists(atPath: first.socketDirectory))
        }
    }
}
