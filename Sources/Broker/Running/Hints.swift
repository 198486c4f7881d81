import Logging
import Postgres
import ServiceLifecycle
import Store
import Synchronization

/// What waits to be told to the other brokers of the database.
final class Hints: Sendable {
    private let waiting = Mutex<Set<Hint>>([])
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Told soon, together with what else there is to tell then.
    func add(_ hint: Hint) {
        if waiting.withLock({ $0.insert(hint).inserted }) { signal.yield() }
    }

    /// Calls the closure with what is to be told, as soon as there is something, and then again after a rest.
    fileprivate func send(resting rest: Duration, _ send: ([Hint]) async -> Void) async {
        for await _ in signals {
            let hints = waiting.withLock { waiting in
                defer { waiting = [] }
                return Array(waiting)
            }
            if !hints.isEmpty { await send(hints) }
            do { try await Task.sleep(for: rest) } catch { return }
        }
    }
}

/// Brokers on one database tell each other what their pollers, readers and callers wait for: orders in queues, news in
/// feeds, tokens that ended. Hints only: whoever misses one asks a second later.
public struct HintExchange: Service {
    /// Hints of so long a time travel together.
    private static let rest = Duration.milliseconds(50)

    private let broker: Broker
    private let listener: PostgresListener
    private let logger: Logger

    /// - Parameter configuration: of a connection of its own, to the same database.
    public init(broker: Broker, listeningWith configuration: PostgresConfiguration, logger: Logger) {
        self.broker = broker
        listener = PostgresListener(configuration, channels: [Store.hintChannel])
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            // Hearing waits for others, telling for this broker: neither may wait for the other. Both end with the service.
            await withDiscardingTaskGroup { group in
                group.addTask { await listen() }
                group.addTask { await broker.hints.send(resting: Self.rest) { await tell($0) } }
            }
        }
    }

    private func tell(_ hints: [Hint]) async {
        do { try await broker.store.tell(hints) } catch {
            logger.debug("hints were not told", metadata: ["error": "\(error)"])
        }
    }

    private func listen() async {
        do {
            try await listener.run { notification in
                for hint in broker.store.hints(in: notification) { broker.hear(hint) }
            } onConnected: {
                // What was told before is lost.
                broker.callers.forgetAll()
                broker.desks.wakeAll()
                broker.feedWatch.look()
            }
        } catch {
            logger.warning("other brokers are not heard", metadata: ["error": "\(error)"])
        }
    }
}

extension Broker {
    /// Does what another broker's hint asks for.
    func hear(_ hint: Hint) {
        switch hint {
        case .queue(let district, let code): desks.wake(district: district, queue: code)
        case .feed: feedWatch.look()
        case .token(let id): callers.forget(token: id)
        }
    }
}
