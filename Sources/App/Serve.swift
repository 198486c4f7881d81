import API
import Broker
import Calendars
import CurlClient
import Delivery
import Domain
import Foundation
import Hummingbird
import Logging
import Postgres
import Rulebooks
import Secrets
import ServiceLifecycle
import Store
import Synchronization
import UnixSignals

/// The composition root of `whistle serve`: opens the database, puts the rooms together, runs the services until told to
/// end, closes everything.
public struct Serve: Sendable {
    private let configuration: Configuration
    private let logger: Logger

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT.
    public func run() async throws {
        let ending = Ending()
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Beside everything, start-up included: ends with this function.
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { await ending.request() }
            }
            try await start(ending)
            group.cancelAll()
        }
    }

    private func start(_ ending: Ending) async throws {
        let directory = try DataDirectory.prepare(configuration.dataDirectory)
        var configuration = configuration
        configuration.dataDirectory = directory
        let database = try await Database.open(configuration, logger: logger)
        do {
            try await serve(configuration, database, ending)
        } catch {
            try await database.close()
            throw error
        }
        try await database.close()
    }

    private func serve(_ configuration: Configuration, _ database: Database, _ ending: Ending) async throws {
        guard !ending.isRequested else { return }
        let ran = try await database.migrate()
        if !ran.isEmpty { logger.info("schema brought up to date", metadata: ["migrations": "\(ran)"]) }
        let secrets = try Secrets.SecretBox(keys: try configuration.keys)
        try await Broker.identifyRobots(SealedValues(owner: database.owner), with: secrets)
        let demo = try configuration.demo.map { code in
            guard let file = try DistrictFile.load(code) else {
                throw StartError(
                    "there is no demo '\(code)'; there are: \(DistrictFile.onBoard.keys.sorted().joined(separator: ", "))"
                )
            }
            return file
        }
        if let demo { try await Broker.load(demo, demo: true, into: DistrictLoader(owner: database.owner)) }
        let client = try Serve.client(configuration)
        client.start()
        let calendar = try OfficialCalendar.load()
        let districts = Districts(store: database.store, calendar: calendar)
        let directory = DistrictDirectory(districts: districts)
        let address = PublicAddress(try configuration.publicAddress)
        let surroundings = Surroundings(publicURL: { address.current }) { await directory.facts($0) }
        let broker = Broker(
            store: database.store, calendar: calendar, secrets: secrets,
            probe: WebhookProbe(probe: Probe(client: client, surroundings: surroundings)), address: address,
            districts: districts, logger: logger)
        let courier = Courier(
            store: database.store, client: client, secrets: secrets, surroundings: surroundings, logger: logger)
        if !ending.isRequested {
            try await run(configuration, database, broker, client, courier, demo, address, ending)
        }
        await client.shutdown()
    }

    private func run(
        _ configuration: Configuration, _ database: Database, _ broker: Broker, _ client: CurlClient,
        _ courier: Courier, _ demo: DistrictFile?, _ publicAddress: PublicAddress, _ ending: Ending
    ) async throws {
        let ready = Mutex(false)
        let logger = logger
        var settings = configuration.server
        let proxies = try AddressPolicy.parse(configuration.trustedProxies).allowed
        settings.trustsProxy = { text in
            guard let address = IPAddress(text)?.normalized else { return false }
            return proxies.contains { $0.contains(address) }
        }
        let server = Server.application(
            broker, settings, measures: Serve.measures(database, client, broker), logger: logger
        ) {
            guard ready.withLock({ $0 }) else { throw StartError("starting") }
            try await broker.ping()
        } onRunning: { port in
            let address = "http://\(configuration.server.host):\(port)"
            do {
                if let demo {
                    publicAddress.assume(address)
                    try await DemoFile(dataDirectory: configuration.dataDirectory)
                        .write(demo, baseURL: address, broker: broker)
                }
                ready.withLock { $0 = true }
                logger.info("whistle is ready", metadata: ["address": "\(address)"])
            } catch {
                logger.error("the demo could not be prepared", metadata: ["error": "\(error)"])
            }
        }
        // Stopped from the last to the first: polls are answered, then the HTTP server finishes what it began, and only
        // then does what serves it go.
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: Relay(store: database.store, logger: logger)),
                .init(service: courier),
                .init(service: Retention(store: database.store, days: configuration.keptDays, logger: logger)),
                .init(service: Janitor(broker: broker, logger: logger)),
                .init(service: Escalator(broker: broker, logger: logger)),
                .init(service: Gatherer(broker: broker, logger: logger)),
                .init(
                    service: HintExchange(broker: broker, listeningWith: database.listening, logger: logger)),
                .init(service: broker.intake),
                .init(service: broker.desks.clerks),
                .init(service: server),
                .init(service: broker.desks),
                .init(service: broker.feedWatch),
            ],
            logger: logger)
        // The contract gives 15; closing the database takes its share.
        group.maximumGracefulShutdownDuration = .seconds(12)
        let services = ServiceGroup(configuration: group)
        await ending.end(services)
        try await services.run()
    }

    private static func client(_ configuration: Configuration) throws -> CurlClient {
        var settings = CurlClientConfiguration()
        settings.policy = try AddressPolicy.parse(configuration.webhookAllow)
        settings.userAgent = "whistle/\(Version.current)"
        settings.maximumPerHost = 64
        return CurlClient(configuration: settings)
    }

    private static func measures(_ database: Database, _ client: CurlClient, _ broker: Broker) -> Measures {
        Measures {
            let pool = database.broker.statistics
            let curl = client.statistics
            return [
                ("whistle_pool_open", "Open connections.", Double(pool.open)),
                ("whistle_pool_lent", "Connections in use.", Double(pool.lent)),
                ("whistle_pool_waiting", "Callers waiting for a connection.", Double(pool.waiting)),
                ("whistle_polls_waiting", "Polls that wait for orders.", Double(broker.desks.waitingCount)),
                ("whistle_event_streams", "Readers of event streams.", Double(broker.feedWatch.count)),
                ("whistle_deliveries_in_flight", "Webhook requests under way.", Double(curl.inFlight)),
            ]
        }
    }
}

/// The program's version.
public enum Version {
    public static let current = "0.1.0"
}
