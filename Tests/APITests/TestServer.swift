import API
import Broker
import CurlClient
import Domain
import Foundation
import Hummingbird
import JSON
import Logging
import ServiceLifecycle
import TestSupport

/// The real server on a database of its own, asked over HTTP.
struct TestServer: Sendable {
    struct Answer: Sendable {
        var status: Int
        var text: String
        var header: @Sendable (String) -> String?
    }

    let test: TestBroker
    let base: String
    private let client: CurlClient

    /// - Parameter prepare: what the database is to hold before a broker reads it.
    static func with(
        _ settings: Server.Settings = Server.Settings(),
        prepare: @escaping @Sendable (TestDatabase) async throws -> Void,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        try await TestBroker.with { test in
            try await prepare(test.database)
            // The framework keeps a request's id in its log's metadata.
            var quiet = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
            quiet.logLevel = .critical
            let logger = quiet
            var settings = settings
            settings.port = 0
            let (ports, bound) = AsyncStream<Int>.makeStream()
            let server = Server.application(test.broker, settings, measures: Measures(), logger: logger) {
            } onRunning: {
                bound.yield($0)
            }
            let services = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [.init(service: server), .init(service: test.broker.feedWatch)], logger: logger))
            var configuration = CurlClientConfiguration()
            configuration.policy = try AddressPolicy.parse("127.0.0.0/8")
            let client = CurlClient(configuration: configuration)
            client.start()
            try await withThrowingTaskGroup(of: Void.self) { group in
                // The server, for as long as the body runs.
                group.addTask { try await services.run() }
                var port = 0
                for await number in ports {
                    port = number
                    break
                }
                let running = TestServer(test: test, base: "http://127.0.0.1:\(port)", client: client)
                let outcome: Result<Void, any Error>
                do { outcome = .success(try await body(running)) } catch { outcome = .failure(error) }
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
                try outcome.get()
            }
            await client.shutdown()
        }
    }

    func ask(
        _ method: String, _ path: String, token: String?, headers: [(String, String)] = [], body: String = ""
    ) async throws -> Answer {
        var all = headers.map { (name: $0.0, value: $0.1) }
        if let token { all.append((name: "Authorization", value: "Bearer \(token)")) }
        let response = try await client.send(
            CurlRequest(
                method: CurlRequest.Method(rawValue: method) ?? .GET, url: base + path, headers: all,
                body: Array(body.utf8), timeout: .seconds(60), maximumResponseBytes: 8 << 20))
        return Answer(
            status: response.status, text: String(decoding: response.body, as: UTF8.self),
            header: { response.header($0) })
    }

    func post(_ path: String, token: String?, _ body: JSON) async throws -> Answer {
        try await ask("POST", path, token: token, headers: [("Content-Type", "application/json")], body: body.text)
    }

    /// A token for an organization, and who it stands for.
    func token(_ organization: String, _ role: Role, in district: String) async throws -> String {
        try await test.broker.issueToken(
            organization: organization, role: role, name: "test", expiresAt: nil,
            as: Caller(district: district, organization: "", role: .admin)
        ).text
    }

    func caller(_ organization: String, _ role: Role, in district: String) async throws -> Caller {
        Caller(
            district: district, organization: organization, role: role,
            parent: try await test.broker.districts.district(district).organizations[organization]?.parent)
    }
}
