import Broker
import Calendars
import Delivery
import Domain
import Foundation
import Logging
import PrivatePostgres
import Rulebooks
import Secrets
import Store

/// What an operator does beside serving: migrate, issue a token, load a demo. Each opens the database and closes it.
public struct Administration: Sendable {
    private let configuration: Configuration
    private let logger: Logger

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Brings the schema up to date.
    /// - Returns: the migrations that were run.
    public func migrate() async throws -> [Int] {
        try await open { database, _ in try await database.migrate() }
    }

    /// Issues a token for an organization of a district.
    public func issueToken(district: String?, organization: String, role: Role) async throws -> String {
        try await open { database, configuration in
            let broker = try broker(database, configuration)
            let codes = try await database.store.districtCodes()
            guard let code = district ?? (codes.count == 1 ? codes[0] : nil) else {
                throw StartError(
                    "there are several districts; name one with --district: \(codes.joined(separator: ", "))")
            }
            let caller = Caller(district: code, organization: "", role: .admin)
            return try await broker.issueToken(
                organization: organization, role: role, name: "command line", expiresAt: nil, as: caller
            ).text
        }
    }

    /// Loads a district carried in the binary, with a movable clock.
    public func loadDemo(_ code: String) async throws {
        guard let file = try DistrictFile.load(code) else { throw StartError("there is no demo '\(code)'") }
        try await open { database, _ in
            _ = try await database.migrate()
            try await Broker.load(file, demo: true, into: DistrictLoader(owner: database.owner))
        }
    }

    /// Loads a year's notice and counts open deadlines anew.
    public func loadCalendar(_ source: String) async throws -> [String: [MovedClock]] {
        try await open { database, configuration in
            _ = try await database.migrate()
            return try await broker(database, configuration).loadCalendar(
                source, through: DistrictLoader(owner: database.owner))
        }
    }

    /// The demos carried in the binary: code and name.
    public static func demos() throws -> [(code: String, name: String)] {
        try DistrictFile.onBoard.keys.sorted().compactMap { code in
            try DistrictFile.load(code).map { (code, $0.name) }
        }
    }

    /// Runs the body with a broker that serves nobody, and the codes of the districts.
    func withBroker<Result: Sendable>(
        _ body: @Sendable (Broker, [String]) async throws -> Result
    ) async throws -> Result {
        do {
            return try await open { database, configuration in
                try await body(try broker(database, configuration), try await database.store.districtCodes())
            }
        } catch let error as PrivatePostgresError {
            if case .inUse = error { throw DirectoryInUse(description: error.description) }
            throw error
        }
    }

    /// The district that is meant.
    static func one(_ district: String?, of codes: [String]) throws -> String {
        if let district, !codes.contains(district) { throw StartError("there is no district '\(district)'") }
        guard let code = district ?? (codes.count == 1 ? codes[0] : nil) else {
            throw StartError("there are several districts; name one with --district: \(codes.joined(separator: ", "))")
        }
        return code
    }

    private func broker(_ database: Database, _ configuration: Configuration) throws -> Broker {
        Broker(
            store: database.store, calendar: try OfficialCalendar.load(),
            secrets: try SecretBox(keys: try configuration.keys),
            probe: NoProbe(), logger: logger)
    }

    func open<Result: Sendable>(
        _ body: (Database, Configuration) async throws -> Result
    ) async throws -> Result {
        var configuration = configuration
        configuration.dataDirectory = try DataDirectory.prepare(configuration.dataDirectory)
        let database = try await Database.open(configuration, logger: logger)
        do {
            let result = try await body(database, configuration)
            try await database.close()
            return result
        } catch {
            try await database.close()
            throw error
        }
    }
}

/// A running broker holds the data directory: what is asked of the database can be asked of it.
public struct DirectoryInUse: Error, CustomStringConvertible {
    public var description: String
}

/// Where nothing is sent.
private struct NoProbe: EndpointProbe {
    func probe(_ target: ProbeTarget) async -> ProbeOutcome {
        ProbeOutcome(delivered: false, status: nil, error: "not serving", milliseconds: 0, excerpt: nil)
    }
}
