import Foundation
import Logging
import Postgres
import PrivatePostgres
import Store

/// The three logins' pools, on somebody's PostgreSQL or on our private one.
struct Database {
    let owner: PostgresPool
    let broker: PostgresPool
    let loops: PostgresPool
    /// Of the connection that hears what other brokers tell.
    let listening: PostgresConfiguration
    let server: PrivatePostgres?
    /// One for the whole process: its loops hear of one another through it.
    let store: Store

    private init(
        owner: PostgresConfiguration, broker: PostgresConfiguration, loops: PostgresConfiguration,
        server: PrivatePostgres?
    ) throws {
        self.owner = PostgresPool(owner)
        self.broker = PostgresPool(broker)
        self.loops = PostgresPool(loops)
        listening = loops
        self.server = server
        store = Store(broker: self.broker, loops: self.loops)
        for pool in [self.owner, self.broker, self.loops] { try pool.start() }
    }

    /// Opens the database; starts the private server where no address is given.
    static func open(_ configuration: Configuration, logger: Logger) async throws -> Database {
        guard let url = configuration.databaseURL else {
            let server = try await PrivatePostgres.start(
                PrivatePostgresConfiguration(dataDirectory: configuration.dataDirectory))
            logger.info(
                "private PostgreSQL is running",
                metadata: [
                    "cluster": "\(server.clusterDirectory)", "process": "\(server.processID)",
                    "adopted": "\(server.adopted)",
                ])
            // The roles are made by the first migration; until then only the owner can log in.
            return try Database(
                owner: login(server.connectionString(), "whistle-owner", 2),
                broker: login(server.connectionString(user: "whistle_broker"), "whistle", 12),
                loops: login(
                    server.connectionString(user: "whistle_loops"), "whistle-loops", 4, settings: loopSettings),
                server: server)
        }
        return try Database(
            owner: login(configuration.ownerDatabaseURL ?? url, "whistle-owner", 2),
            broker: login(url, "whistle", 12, role: "whistle_broker"),
            loops: login(
                configuration.loopsDatabaseURL ?? url, "whistle-loops", 4, role: "whistle_loops", settings: loopSettings
            ),
            server: nil)
    }

    /// The loops ask the same few questions all day, each answered by an index. A plan that was made while the tables were
    /// empty joined whole tables for as long as its connection lived: under load the relay read the outbox with all its
    /// dead rows each time.
    private static let loopSettings = [
        ("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
    ]

    private static func login(
        _ connection: String, _ name: String, _ connections: Int, role: String? = nil,
        settings: [(String, String)] = []
    ) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(connectionString: connection)
        configuration.role = role
        configuration.applicationName = name
        configuration.maximumConnections = connections
        configuration.maximumWaiters = 20_000
        // Compiling a plan takes fifty milliseconds, and no statement here runs for five: a claim whose cost was estimated
        // above the threshold took that long each time.
        configuration.settings =
            [
                ("statement_timeout", "30s"), ("idle_in_transaction_session_timeout", "15s"), ("jit", "off"),
            ] + settings
        return configuration
    }

    /// Brings the schema up to date.
    func migrate() async throws -> [Int] { try await Migrator(owner: owner).migrate() }

    /// Closes the pools, then stops the private server.
    func close() async throws {
        await broker.shutdown()
        await loops.shutdown()
        await owner.shutdown()
        try await server?.stop()
    }
}
