import Hummingbird
import NIOCore

extension PublicRoute {
    /// Everything that is served without a token.
    static let all: [PublicRoute] = probes + reference + linkPages

    /// What operators and their machines ask.
    private static let probes: [PublicRoute] = [
        PublicRoute(.get, "/healthz", "Whether the process answers", answer: .media(["text/plain"])) { _ in
            .plain("ok\n")
        },
        PublicRoute(
            .get, "/readyz", "Whether the database is there and up to date", answer: .media(["text/plain"]),
            refusals: [503]
        ) { call in
            do {
                try await call.ready()
                return .plain("ready\n")
            } catch {
                var response = Response.plain("not ready: \(error)\n")
                response.status = .serviceUnavailable
                response.headers[.retryAfter] = "1"
                return response
            }
        },
        PublicRoute(.get, "/metrics", "Measures for Prometheus", answer: .media(["text/plain"])) { call in
            .plain(await call.measures.page(call.broker))
        },
    ]
}

extension Response {
    fileprivate static func plain(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
