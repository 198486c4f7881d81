import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

@Suite(.serialized)
struct ProgramTests {
    @Test func missingProgramsAreNamedInOneLine() async throws {
        try await Workplace.use { place in
            var configuration = place.configuration()
            configuration.programsDirectory = place.folder
            do {
                _ = try await PrivatePostgres.start(configuration)
                Issue.record("it started")
            } catch {
                let line = "\(error)"
                #expect(line.contains("no initdb, postgres, pg_isready"))
                #expect(line.contains("apt-get install postgresql-15"))
                #expect(!line.contains("\n"))
            }
            #expect(!FileManager.default.fileExists(atPath: configuration.dataDirectory))
        }
    }

    @Test func nothingInstalledAnywhere() async throws {
        try await Workplace.use { place in
            #expect(throws: PrivatePostgresError.self) {
                try PostgresPrograms.installed(configured: nil, packages: place.folder, searchPath: place.folder)
            }
        }
    }

    @Test func theHighestVersionIsTakenUnlessTheClusterHasItsOwn() async throws {
        try await Workplace.use { place in
            for version in [9, 14, 15, 16, 18] { try pretend(version, in: "\(place.folder)/\(version)/bin") }
            let sets = try PostgresPrograms.installed(configured: nil, packages: place.folder, searchPath: "")
            #expect(sets.map(\.version) == [18, 16, 15])
            #expect(try PostgresPrograms.choose(from: sets, cluster: "", version: nil).version == 18)
            #expect(try PostgresPrograms.choose(from: sets, cluster: "", version: 15).version == 15)
            #expect(throws: PrivatePostgresError.self) {
                try PostgresPrograms.choose(from: sets, cluster: "", version: 17)
            }
        }
    }

    @Test func tooOldProgramsAreNotTaken() async throws {
        try await Workplace.use { place in
            try pretend(14, in: place.folder + "/14/bin")
            do {
                _ = try PostgresPrograms.installed(configured: nil, packages: place.folder, searchPath: "")
                Issue.record("they were taken")
            } catch {
                #expect("\(error)".contains("found version 14"))
            }
        }
    }

    @Test func programsInTheSearchPathAreFoundThroughLinksAndPgConfig() async throws {
        try await Workplace.use { place in
            let real = place.folder + "/real"
            try pretend(17, in: real)
            let links = place.folder + "/links"
            try Folder.make(links, permissions: 0o755)
            try #require(symlink(real + "/postgres", links + "/postgres") == 0)
            let config = place.folder + "/config"
            try script("echo \(real)", at: config, name: "pg_config")
            for path in [links, config] {
                let sets = try PostgresPrograms.installed(configured: nil, packages: "/nowhere", searchPath: path)
                #expect(sets.map(\.directory) == [real])
                #expect(sets.map(\.version) == [17])
            }
        }
    }

    @Test func aClusterOfAnotherVersionIsRefused() async throws {
        try await Workplace.use { place in
            let server = try await PrivatePostgres.start(place.configuration())
            try await server.stop()
            try SmallFile.create(server.clusterDirectory + "/PG_VERSION", "11\n", owner: .current())
            do {
                _ = try await PrivatePostgres.start(place.configuration())
                Issue.record("it started")
            } catch {
                #expect("\(error)".contains("is of version 11"))
                #expect("\(error)".contains("apt-get install postgresql-11"))
            }
        }
    }

    /// A set of programs that only tell a version.
    private func pretend(_ version: Int, in folder: String) throws {
        for name in ["initdb", "postgres", "pg_isready"] {
            try script("echo '\(name) (PostgreSQL) \(version).1 (Debian \(version).1-1)'", at: folder, name: name)
        }
    }

    private func script(_ line: String, at folder: String, name: String) throws {
        try Folder.make(folder, permissions: 0o755)
        try SmallFile.create(folder + "/" + name, "#!/bin/sh\n\(line)\n")
        try #require(chmod(folder + "/" + name, 0o755) == 0)
    }
}
