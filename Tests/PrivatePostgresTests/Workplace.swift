import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

/// A folder for one test. Whatever the test left, its servers are ended and the folder is removed.
struct Workplace {
    let folder: String

    /// Runs a test in a folder of its own; root's is open to walking through, as a server's usually is.
    static func use(_ test: (Workplace) async throws -> Void) async throws {
        var name = Array("/tmp/private-postgres-XXXXXX".utf8CString)
        try #require(mkdtemp(&name) != nil)
        let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let place = Workplace(folder: path)
        if geteuid() == 0 { try #require(chmod(path, 0o711) == 0) }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await test(place))
        } catch {
            outcome = .failure(error)
        }
        try place.clear()
        try outcome.get()
    }

    /// A configuration below the folder.
    func configuration(
        _ name: String = "data", durability: PrivatePostgresConfiguration.Durability = .throwaway
    ) -> PrivatePostgresConfiguration {
        var configuration = PrivatePostgresConfiguration(dataDirectory: folder + "/" + name, durability: durability)
        configuration.shelter = folder + "/shelter"
        return configuration
    }

    /// Starts a server and forgets it, as a program does that is killed: the kernel lets go of its lock.
    func abandon(_ configuration: PrivatePostgresConfiguration) async throws -> Int32 {
        try await PrivatePostgres.start(configuration).processID
    }

    /// What the server answers to a statement.
    func ask(_ server: PrivatePostgres, _ statement: String) throws -> String {
        let words = [
            server.programsDirectory + "/psql", "--no-psqlrc", "--tuples-only", "--no-align",
            "--dbname=" + server.connectionString(), "--command=" + statement,
        ]
        let outcome = try ChildProcess.run(words)
        try #require(outcome.status == 0, "\(outcome.output)")
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The processes at work in a cluster.
    func processes(_ cluster: String) throws -> [Int32] {
        let programs = try PostgresPrograms.installed(configured: nil)[0]
        return try Cluster(directory: cluster, account: .current(), programs: programs).processes()
    }

    private func clear() throws {
        let programs = try PostgresPrograms.installed(configured: nil)[0]
        let account = try ServerAccount.current()
        for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init()
        where path.hasSuffix("/postmaster.pid") {
            let cluster = Folder.parent(folder + "/" + path)
            let file = PostmasterFile(cluster: cluster)
            try Cluster(directory: cluster, account: account, programs: programs).shutDown()
            if let file, file.socketDirectory.contains("whistle") {
                SocketFolder(path: file.socketDirectory).remove()
            }
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}
