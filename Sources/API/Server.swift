import Broker
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSON
import Language
import Logging
import NIOCore

/// The HTTP side of the broker: one router made from the route values, and the one place where errors become answers.
public enum Server {
    /// What an operator may bound.
    public struct Settings: Sendable {
        public var host = "127.0.0.1"
        public var port = 8080
        /// Connections beyond this wait to be accepted.
        public var maximumConnections = 20_000
        /// A connection that says nothing for so long is closed; longer than the longest poll.
        public var idleSeconds = 90
        /// Invalid tokens that are refused with 401 in a minute, per address and per prefix; those beyond it with 429.
        public var failedAttempts = 30
        /// Whether an address is a proxy's whose `X-Forwarded-For` is believed.
        public var trustsProxy: @Sendable (String) -> Bool = { _ in false }

        public init() {}
    }

    /// - Parameters:
    ///   - ready: whether requests can be served; its error says why not.
    ///   - onRunning: called with the port that was bound.
    public static func application(
        _ broker: Broker, _ settings: Settings, measures: Measures, logger: Logger,
        ready: @escaping @Sendable () async throws -> Void, onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let gate = Gate(
            broker: broker, attempts: FailedAttempts(allowed: settings.failedAttempts),
            trustsProxy: settings.trustsProxy)
        let router = router(broker, gate, measures: measures, logger: logger, ready: ready)
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionBounds(), ClientEnd()],
                    idleTimeout: .seconds(Int64(settings.idleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: "whistle",
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) },
            logger: logger)
    }

    /// Every route, and HEAD for each GET: the answer's head without its body (RFC 9110, 9.3.2).
    static func router(
        _ broker: Broker, _ gate: Gate, measures: Measures, logger: Logger,
        ready: @escaping @Sendable () async throws -> Void
    ) -> Router<EdgeContext> {
        let router = Router(context: EdgeContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Edge(measures: measures, gate: gate, logger: logger))
        for route in Route.all {
            let endpoint = Endpoint(route: route, broker: broker, served: Route.servedActions, gate: gate)
            router.on(RouterPath(route.template), method: route.method) { request, context in
                try await endpoint.answer(request, context)
            }
        }
        for route in PublicRoute.all {
            router.on(RouterPath(route.template), method: route.method) { request, context in
                try await route.handler(
                    PublicCall(request: request, context: context, broker: broker, measures: measures, ready: ready))
            }
        }
        return router
    }
}

/// A wrong method on a known path.
struct MethodFault: Error {
    let allowed: String
}

/// A request's context: the framework's own.
struct EdgeContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any NIOCore.Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
