import Hummingbird
import NIOCore
import Papers

extension PublicRoute {
    /// What signed links open.
    static let linkPages: [PublicRoute] = [
        PublicRoute(.get, LinkPages.style, "How the pages of signed links look", answer: .media(["text/css"])) { _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=3600",
                    .xContentTypeOptions: "nosniff",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: LinkStyle.sheet)))
        },
        PublicRoute(
            .get, "/s/{token}", "What a signed link asks; opening it never acts", answer: .media(["text/html"]),
            refusals: [404, 409, 410, 503]
        ) { call in try await LinkPages(call).open(call.request, call.context) },
        PublicRoute(
            .post, "/s/{token}", "Does what the page asked, once", answer: .media(["text/html"]),
            refusals: [400, 404, 409, 410, 413, 415, 422, 503]
        ) { call in try await LinkPages(call).act(call.request, call.context) },
    ]
}
