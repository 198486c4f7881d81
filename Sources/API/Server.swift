import Broker
import Domain
import HTTPTypes
import Hummingbird
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

        public init() {}
    }

    /// - Parameters:
    ///   - ready: whether requests can be served; its error says why not.
    ///   - onRunning: called with the port that was bound.
    public static func application(
        _ broker: Broker, _ settings: Settings, measures: Measures, logger: Logger,
        ready: @escaping @Sendable () async throws -> Void, onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let router = Router(context: EdgeContext.self)
        router.add(middleware: Edge(measures: measures, broker: broker, logger: logger))
        for route in Route.all {
            let endpoint = Endpoint(route: route, broker: broker, served: Route.servedActions)
            router.on(RouterPath(route.template), method: route.method) { request, context in
                try await endpoint.answer(request, context)
            }
        }
        refuseOtherMethods(router, broker)
        addProbes(router, broker, measures, ready)
        try LinkPages(broker, logger: logger).serve(on: router)
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ClientEnd()], idleTimeout: .seconds(Int64(settings.idleSeconds)))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: "whistle",
                availableConnectionsDelegate: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) },
            logger: logger)
    }

    /// A known path with another method is 405 with what it takes; the router alone would say 404.
    private static func refuseOtherMethods(_ router: Router<EdgeContext>, _ broker: Broker) {
        let all: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .head, .options]
        for (template, routes) in Dictionary(grouping: Route.all, by: \.template) {
            let allowed = routes.map(\.method)
            let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in all where !allowed.contains(method) {
                router.on(RouterPath(template), method: method) { request, _ -> Response in
                    guard try await broker.caller(of: request) != nil else { throw RequestFault.unauthorized }
                    throw MethodFault(allowed: names)
                }
            }
        }
    }

    private static func addProbes(
        _ router: Router<EdgeContext>, _ broker: Broker, _ measures: Measures,
        _ ready: @escaping @Sendable () async throws -> Void
    ) {
        router.get("/healthz") { _, _ in plain("ok\n") }
        router.get("/readyz") { _, _ -> Response in
            do {
                try await ready()
                return plain("ready\n")
            } catch {
                var response = plain("not ready: \(error)\n")
                response.status = .serviceUnavailable
                response.headers[.retryAfter] = "1"
                return response
            }
        }
        router.get("/metrics") { _, _ -> Response in
            plain(await measures.page(broker))
        }
    }

    private static func plain(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
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
