import Broker
import Hummingbird
import JSON
import Language
import NIOCore
import Papers

extension PublicRoute {
    /// What the API says of itself.
    static let reference: [PublicRoute] = [
        PublicRoute(
            .get, "/openapi.json", "This API as OpenAPI 3.1", answer: .media(["application/json"]), refusals: [304]
        ) { call in
            call.answer(OpenAPIDocument.bytes, "application/json; charset=utf-8")
        },
        PublicRoute(.get, "/docs", "The API to read", answer: .media(["text/html"]), refusals: [304]) { call in
            let tongue = Tongue(acceptLanguage: call.request.headers[.acceptLanguage])
            var response = call.answer(try ReferencePage.bytes(in: tongue), "text/html; charset=utf-8")
            response.headers[.contentLanguage] = tongue.rawValue
            response.headers[.vary] = "Accept-Language"
            response.headers[.contentSecurityPolicy] =
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            return response
        },
        PublicRoute(.get, "/docs.css", "How that page looks", answer: .media(["text/css"]), refusals: [304]) { call in
            call.answer(Array(ReferenceStyle.sheet.utf8), "text/css; charset=utf-8")
        },
    ]
}

extension PublicCall {
    /// The same bytes as long as this program runs: they are not sent twice to whoever has them.
    fileprivate func answer(_ bytes: [UInt8], _ type: String) -> Response {
        let tag = "\"\(broker.digest(bytes))\""
        if request.matches(tag) { return Response(status: .notModified, headers: [.eTag: tag]) }
        return Response(
            status: .ok,
            headers: [.contentType: type, .eTag: tag, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
