import CurlClient
import Foundation
import Logging
import Secrets
import ServiceLifecycle
import Store
import Synchronization

/// Serves the endpoints: leases those that have something due, and runs a round for each until nothing is left. An
/// endpoint is served by one broker at a time, so its order, its limits and its breaker need no further agreement.
public struct Courier: Service {
    /// Endpoints served at once.
    private static let endpoints = 64
    private static let rest = Duration.milliseconds(50)
    /// Retries come due, and other brokers' relays tell: looked for this often.
    private static let asking = Duration.milliseconds(500)
    private static let pauseAfterFailure = Duration.seconds(1)

    private let store: Store
    private let client: CurlClient
    private let secrets: SecretBox
    private let surroundings: Surroundings
    private let logger: Logger

    public init(
        store: Store, client: CurlClient, secrets: SecretBox, surroundings: Surroundings = Surroundings(),
        logger: Logger
    ) {
        self.store = store
        self.client = client
        self.secrets = secrets
        self.surroundings = surroundings
        self.logger = logger
    }

    public func run() async throws {
        let served = ServedEndpoints()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                // Requests on the wire get the client's grace; what is cut then counts as not told.
                group.addTask {
                    try? await gracefulShutdown()
                    await client.shutdown()
                }
                while !served.isEnding, !Task.isCancelled {
                    do {
                        for webhook in try await lease(besides: served.all) {
                            served.begin(webhook.id)
                            // Endpoints go beside one another, as many as `lease` has room for.
                            group.addTask {
                                await EndpointRound(
                                    webhook: webhook, surroundings: surroundings, store: store, client: client,
                                    secrets: secrets, logger: logger, isEnding: { served.isEnding }
                                ).run()
                                served.end(webhook.id)
                            }
                        }
                        let asked = ContinuousClock.now
                        repeat {
                            try await Task.sleep(for: Self.rest)
                        } while !served.isEnding
                            && !store.parcels.answer() && .now - asked < Self.asking
                    } catch is CancellationError {
                        break
                    } catch {
                        logger.warning(
                            "leasing endpoints failed, next try in a second", metadata: ["error": "\(error)"])
                        try? await Task.sleep(for: Self.pauseAfterFailure)
                    }
                }
            }
        } onGracefulShutdown: {
            served.endAll()
        }
    }

    private func lease(besides own: [UUID]) async throws -> [LeasedWebhook] {
        let room = Self.endpoints - own.count
        guard room > 0 else { return [] }
        return try await store.leaseWebhooks(limit: room, seconds: EndpointRound.lease, excluding: own)
    }
}

/// The endpoints that this broker serves now.
private final class ServedEndpoints: Sendable {
    private let ids = Mutex<Set<UUID>>([])
    private let ending = Mutex(false)

    var all: [UUID] { ids.withLock { Array($0) } }
    var isEnding: Bool { ending.withLock { $0 } }

    func begin(_ id: UUID) { ids.withLock { _ = $0.insert(id) } }

    func end(_ id: UUID) { ids.withLock { _ = $0.remove(id) } }

    func endAll() { ending.withLock { $0 = true } }
}
