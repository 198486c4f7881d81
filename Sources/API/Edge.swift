import Broker
import Domain
import HTTPTypes
import Hummingbird
import JSON
import Language
import Logging
import NIOCore

/// Around every request: errors become problem documents, and the request is counted.
struct Edge: RouterMiddleware {
    let measures: Measures
    let gate: Gate
    let logger: Logger

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        do {
            guard request.head.authority != nil else { throw RequestFault.noHost }
            response = try await next(request, context)
        } catch {
            response = await problem(error, request, context)
        }
        response.headers[.requestID] = "\(context.id)"
        measures.count(
            route: context.endpointPath ?? "unknown", method: request.method.rawValue, status: response.status.code,
            took: ContinuousClock.now - started)
        return response
    }

    private func problem(_ error: any Error, _ request: Request, _ context: EdgeContext) async -> Response {
        let tongue = Tongue(acceptLanguage: request.headers[.acceptLanguage])
        var problem = await document(for: error, request, context)
        var headers = HTTPFields()
        headers[.contentType] = "application/problem+json; charset=utf-8"
        headers[.contentLanguage] = tongue.rawValue
        headers[.vary] = "Authorization, Accept-Language"
        for (name, value) in problem.headers { headers[name] = value }
        problem.headers = []
        var bytes = ByteBuffer()
        bytes.writeBytes(problem.json(in: tongue, instance: request.uri.path).bytes)
        return Response(status: problem.status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    private func document(for error: any Error, _ request: Request, _ context: EdgeContext) async -> Problem {
        let deed = Deed(template: context.endpointPath)
        if let known = Problem(error, served: Route.servedActions, deed: deed) { return known }
        if let http = error as? any HTTPResponseError, http.status == .notFound {
            return await unknownPath(request, context)
        }
        if let http = error as? any HTTPResponseError, (400..<500).contains(http.status.code) {
            return Problem(http.status, "bad-request", .invalidTitle, .notJSON(reason: "HTTP"))
        }
        logger.error(
            "request failed",
            metadata: [
                "request": "\(context.id)", "route": "\(context.endpointPath ?? "unknown")", "error": "\(error)",
            ])
        return Problem(
            .internalServerError, "internal", .internalErrorTitle, .internalError(request: "\(context.id)"))
    }

    /// Everything under `/v1` needs a token, also what is not there; a known path with another method is 405 with what it
    /// takes.
    private func unknownPath(_ request: Request, _ context: EdgeContext) async -> Problem {
        let path = request.uri.path
        do {
            if path == "/v1" || path.hasPrefix("/v1/") {
                _ = try await gate.caller(of: request, on: context.channel)
            }
            let allowed = PathMethods.served.allowed(at: path)
            throw allowed.isEmpty ? Refusal.notFound : MethodFault(allowed: allowed.joined(separator: ", "))
        } catch {
            return Problem(error, served: []) ?? Problem(.notFound, "not-found", .notFoundTitle, .notFound)
        }
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}
