import Broker
import Foundation
import Postgres
import PrivatePostgres
import Rulebooks
import Store
import Synchronization

/// One throwaway PostgreSQL a run, with a migrated and loaded template: a database from it costs some 75 ms, cheap enough
/// for one a test. A server that cannot be started fails the tests; nothing is skipped.
public final class TestCluster: Sendable {
    private static let shared = Task { try await TestCluster() }

    private let server: PrivatePostgres
    private let owner: PostgresPool
    private let made = Mutex(0)

    /// The run's cluster.
    public static func get() async throws -> TestCluster { try await shared.value }

    private init() async throws {
        let directory = "/tmp/whistle-tests-\(getpid())"
        server = try await PrivatePostgres.start(
            PrivatePostgresConfiguration(dataDirectory: directory, durability: .throwaway))
        TestCluster.endWithProcess(server.processID, [directory, server.clusterDirectory, server.socketDirectory])
        owner = try TestCluster.pool(server.connectionString(), connections: 1)
        _ = try await owner.query("CREATE DATABASE whistle_template")
        let template = try TestCluster.pool(server.connectionString(database: "whistle_template"), connections: 2)
        _ = try await Migrator(owner: template).migrate()
        guard let changshu = try DistrictFile.load("changshu") else { throw MissingDistrict() }
        try await Broker.load(changshu, demo: true, into: DistrictLoader(owner: template))
        await template.shutdown()
    }

    /// A database of the test's own, from the template.
    public func database(from template: String = "whistle_template") async throws -> TestDatabase {
        let name = "test_\(made.withLock { $0 += 1; return $0 })"
        _ = try await owner.query(SQL(stringLiteral: "CREATE DATABASE \(name) TEMPLATE \(template)"))
        return try TestDatabase(
            owner: TestCluster.pool(server.connectionString(database: name), connections: 2),
            broker: TestCluster.pool(server.connectionString(user: "whistle_broker", database: name), connections: 8),
            loops: TestCluster.pool(server.connectionString(user: "whistle_loops", database: name), connections: 4),
            url: server.connectionString(database: name))
    }

    static func pool(_ connection: String, connections: Int) throws -> PostgresPool {
        var configuration = PostgresConfiguration(connectionString: connection)
        configuration.maximumConnections = connections
        configuration.maximumWaiters = 20_000
        configuration.acquireTimeout = .seconds(60)
        let pool = PostgresPool(configuration)
        try pool.start()
        return pool
    }
}

/// The changshu district is not on board.
struct MissingDistrict: Error {}

/// A database with the three logins' pools.
public struct TestDatabase: Sendable {
    public let owner: PostgresPool
    public let broker: PostgresPool
    public let loops: PostgresPool
    /// As the owner logs in.
    public let url: String
    /// Of the connection that hears what other brokers tell.
    public let listening: PostgresConfiguration
    public let store: Store

    init(owner: PostgresPool, broker: PostgresPool, loops: PostgresPool, url: String) {
        self.owner = owner
        self.broker = broker
        self.loops = loops
        self.url = url
        listening = PostgresConfiguration(connectionString: url)
        store = Store(broker: broker, loops: loops)
    }

    public func close() async {
        await broker.shutdown()
        await loops.shutdown()
        await owner.shutdown()
    }
}
