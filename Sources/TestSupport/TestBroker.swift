import Broker
import Calendars
import Domain
import Foundation
import Logging
import Postgres
import Secrets
import ServiceLifecycle
import Store

/// A broker on a database of its own, with its loops running, for as long as a closure runs.
public struct TestBroker: Sendable {
    public let broker: Broker
    public let database: TestDatabase

    /// Runs the body with one broker.
    public static func with<Result: Sendable>(
        _ body: @Sendable (TestBroker) async throws -> Result
    ) async throws -> Result {
        try await with(brokers: 1) { try await body($0[0]) }
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs the body with several brokers on one database, who hear each other.
    /// - Parameter polling: how soon is found what was not heard.
    public static func with<Result: Sendable>(
        brokers count: Int, polling: Duration = .seconds(1), _ body: @Sendable ([TestBroker]) async throws -> Result
    ) async throws -> Result {
        let database = try await TestCluster.get().database()
        let brokers = try (0..<count).map { _ in
            TestBroker(
                broker: Broker(
                    store: Store(broker: database.broker, loops: database.loops), calendar: try OfficialCalendar.load(),
                    secrets: try SecretBox(key: [UInt8](repeating: 7, count: 32)), probe: SilentProbe(),
                    polling: polling, logger: quiet),
                database: database)
        }
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            for broker in brokers {
                // The services a verb needs, for as long as the body runs.
                group.addTask { try await broker.broker.intake.run() }
                group.addTask { try await broker.broker.desks.run() }
                group.addTask { try await broker.broker.desks.clerks.run() }
                // And those by which readers and brokers hear of what others did.
                group.addTask { try await broker.broker.feedWatch.run() }
                group.addTask {
                    try await HintExchange(broker: broker.broker, listeningWith: database.listening, logger: quiet)
                        .run()
                }
            }
            let result = try await body(brokers)
            group.cancelAll()
            return result
        }
        await database.close()
        return result
    }

    /// A caller of the changshu district.
    public func caller(_ organization: String, _ role: Role) async throws -> Caller {
        let district = try await broker.districts.district("changshu")
        return Caller(
            district: "changshu", organization: organization, role: role,
            parent: district.organizations[organization]?.parent)
    }

    /// Raises a whistle in 梅李's name.
    public func raise(
        _ title: String = "小区停车难", departments: [String] = ["urban-management"], kind: WhistleKind = .routine,
        by organization: String = "meili", category: String = "parking"
    ) async throws -> Matter {
        var draft = WhistleDraft(id: .version7(), number: "", title: title, category: category)
        draft.departments = departments
        draft.kind = kind
        return try await broker.raiseWhistle(draft, by: try await caller(organization, .township), Terms())
    }
}

/// Sends nothing.
private struct SilentProbe: EndpointProbe {
    func probe(_ target: ProbeTarget) async -> ProbeOutcome {
        ProbeOutcome(delivered: false, status: nil, error: nil, milliseconds: 0, excerpt: nil)
    }
}
