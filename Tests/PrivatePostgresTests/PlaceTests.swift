import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

@Suite(.serialized)
struct PlaceTests {
    @Test func aClosedHomeStaysClosed() async throws {
        try await Workplace.use { place in
            let home = place.folder + "/home"
            try Folder.make(home, permissions: 0o700)
            let configuration = place.configuration("home/checkout/data")
            let first = try await PrivatePostgres.start(configuration)
            _ = try place.ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
            let data = home + "/checkout/data"
            if geteuid() == 0 {
                #expect(first.clusterDirectory.hasPrefix(place.folder + "/shelter/"))
                #expect(SmallFile.read(data + "/postgres.location") == first.clusterDirectory + "\n")
            } else {
                #expect(first.clusterDirectory == data + "/postgres")
            }
            #expect(Folder.status(home)?.permissions == 0o700)
            try await first.stop()

            let left = try await place.abandon(configuration)
            let second = try await PrivatePostgres.start(configuration)
            #expect(second.adopted)
            #expect(second.processID == left)
            #expect(second.clusterDirectory == first.clusterDirectory)
            #expect(try place.ask(second, "SELECT answer FROM kept") == "42")
            try await second.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root has another user to serve"))
    func aShelteredClusterBelongsToOneDataDirectory() async throws {
        try await Workplace.use { place in
            try Folder.make(place.folder + "/home", permissions: 0o700)
            let configuration = place.configuration("home/data")
            let data = configuration.dataDirectory
            let first = try await PrivatePostgres.start(configuration)

            // A copy of the data directory is not a second server on the same cluster.
            try FileManager.default.copyItem(atPath: data, toPath: place.folder + "/home/copy")
            await #expect(throws: PrivatePostgresError.self) {
                try await PrivatePostgres.start(place.configuration("home/copy"))
            }
            try await first.stop()

            // A new data directory of the same name does not find the old one's data, and does not destroy it.
            try FileManager.default.removeItem(atPath: data)
            let second = try await PrivatePostgres.start(configuration)
            #expect(second.clusterDirectory != first.clusterDirectory)
            #expect(FileManager.default.fileExists(atPath: first.clusterDirectory + "/PG_VERSION"))
            try await second.stop()

            // A cluster that is gone is not silently replaced by an empty one.
            try FileManager.default.removeItem(atPath: second.clusterDirectory)
            do {
                _ = try await PrivatePostgres.start(configuration)
                Issue.record("it started")
            } catch {
                #expect("\(error)".contains("is gone"))
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root has another user to serve"))
    func anInterruptedStartInTheShelterIsTakenUpAgain() async throws {
        try await Workplace.use { place in
            try Folder.make(place.folder + "/home", permissions: 0o700)
            let configuration = place.configuration("home/data")
            let first = try await PrivatePostgres.start(configuration)
            try await first.stop()
            // As if it had been killed between the cluster's renaming and the note's.
            let note = configuration.dataDirectory + "/postgres.location"
            try SmallFile.move(note, to: note + ".new")
            let second = try await PrivatePostgres.start(configuration)
            #expect(second.clusterDirectory == first.clusterDirectory)
            #expect(SmallFile.read(note) == first.clusterDirectory + "\n")
            try await second.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root has another user to serve"))
    func anExistingClusterBehindAClosedFolderIsNotReplaced() async throws {
        try await Workplace.use { place in
            let first = try await PrivatePostgres.start(place.configuration("home/data"))
            try await first.stop()
            try #require(chmod(place.folder + "/home", 0o700) == 0)
            do {
                _ = try await PrivatePostgres.start(place.configuration("home/data"))
                Issue.record("it started")
            } catch {
                #expect("\(error)".contains("cannot walk to"))
            }
        }
    }

    @Test func aPathWithSpacesQuotesAndChineseCharacters() async throws {
        try await Workplace.use { place in
            let server = try await PrivatePostgres.start(place.configuration("吹哨 報到/it's \"a\" $HOME, here"))
            #expect(server.clusterDirectory.hasSuffix("/吹哨 報到/it's \"a\" $HOME, here/postgres"))
            #expect(try place.ask(server, "SELECT 1") == "1")
            try await server.stop()
        }
    }

    @Test func aVeryLongPath() async throws {
        try await Workplace.use { place in
            // The cluster's own path is just as long as PostgreSQL can bear.
            let wanted = 900 - place.folder.utf8.count - "/postgres".utf8.count
            let part = "/" + String(repeating: "d", count: 200)
            let name = String(String(repeating: part, count: 5).prefix(wanted).dropFirst())
            let server = try await PrivatePostgres.start(place.configuration(name))
            #expect(server.clusterDirectory.utf8.count == 900)
            #expect(server.socketPath.utf8.count <= 107)
            #expect(try place.ask(server, "SELECT 1") == "1")
            try await server.stop()
        }
    }

    @Test func aPathTooLongForPostgres() async throws {
        try await Workplace.use { place in
            let name = Array(repeating: String(repeating: "d", count: 200), count: 5).joined(separator: "/")
            if geteuid() == 0 {
                let server = try await PrivatePostgres.start(place.configuration(name))
                #expect(server.clusterDirectory.hasPrefix(place.folder + "/shelter/"))
                try await server.stop()
            } else {
                await #expect(throws: PrivatePostgresError.self) {
                    try await PrivatePostgres.start(place.configuration(name))
                }
            }
        }
    }
}
