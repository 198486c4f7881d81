import Logging
import ServiceLifecycle
import Store

/// Gives waiting events their places in the feeds and writes the deliveries that follow. Several relays on one database
/// do not disturb one another: whoever holds a feed's row tells for that district.
public struct Relay: Service {
    private static let batch = 500
    /// How soon an event is told. Under load a round gathers what came meanwhile: each is a commit that intake waits for.
    private static let rest = Duration.milliseconds(20)
    /// The same in a flood, where a round has more to tell than this anyway.
    private static let floodRest = Duration.milliseconds(40)
    private static let flood = 100
    /// What other brokers write is looked for this often; they tell it themselves as a rule.
    private static let asking = Duration.milliseconds(500)
    private static let pauseAfterFailure = Duration.seconds(1)

    private let store: Store
    private let logger: Logger

    public init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let told = try await self.tell()
                    if told > 0 {
                        store.parcels.ring()
                        store.told.ring()
                    }
                    guard told < Self.batch else { continue }
                    let asked = ContinuousClock.now
                    let rest = told < Self.flood ? Self.rest : Self.floodRest
                    repeat {
                        try await Task.sleep(for: rest)
                    } while !store.news.answer()
                        && .now - asked < Self.asking
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("relay failed, next try in a second", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: Self.pauseAfterFailure)
                }
            }
        }
    }

    private func tell() async throws -> Int {
        var told = 0
        for district in try await store.districtsWithNews() {
            // One district's trouble is not its neighbours'.
            do { told += try await store.relay(district, limit: Self.batch) } catch {
                logger.warning("relay failed", metadata: ["district": "\(district)", "error": "\(error)"])
            }
        }
        return told
    }
}
