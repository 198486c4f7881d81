import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Language
import Logging
import NIOCore

/// Serves one route: the refusals in the written order, the idempotency key, ETags, the answer's bytes.
///
/// 401 → 404 → 403 → 415 → 413 → 400 → 422 (shape) → 412 → 409 → 422 (rule). The verb itself refuses in the order 404,
/// 403, 412, 409, 422 in its one transaction; so only when something between went wrong is the object looked at first.
struct Endpoint: Sendable {
    let route: Route
    let broker: Broker
    let served: Set<String>
    let gate: Gate

    func answer(_ request: Request, _ context: EdgeContext) async throws -> Response {
        let tongue = Tongue(acceptLanguage: request.headers[.acceptLanguage])
        let caller = try await gate.caller(of: request, route.identification, on: context.channel)
        return try await gate.turnstile.pass(caller, route) { try await answer(request, context, caller, tongue) }
    }

    private func answer(
        _ request: Request, _ context: EdgeContext, _ caller: Caller, _ tongue: Tongue
    ) async throws -> Response {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters { parameters[String(name)] = String(value) }
        var call = Call(
            broker: broker, caller: caller, tongue: tongue, request: request, channel: context.channel,
            parameters: parameters)
        do {
            guard route.admits(caller) else { throw Refusal.forbidden }
            try await read(&call)
        } catch {
            // Whoever must not see the object, or has nothing to do to it, learns that before any fault of the request.
            try await route.precheck(call)
            throw error
        }
        let answer = try await once(call)
        return response(answer, to: request)
    }

    /// Reads and checks everything the request says: query, body, `If-Match`, key.
    private func read(_ call: inout Call) async throws {
        let bytes: [UInt8]?
        do { bytes = try await RequestReader(call.request).body(route, on: call.channel) } catch RequestFault.tooSlow {
            // Nothing more is read of it; the answer still goes out.
            call.channel.close(mode: .input, promise: nil)
            throw RequestFault.tooSlow
        }
        if let shape = route.body, let bytes {
            let json: JSON
            do { json = try JSON(parsing: bytes) } catch { throw RequestFault.notJSON(reason: error.description) }
            let errors = shape.errors(in: json)
            guard errors.isEmpty else { throw RequestFault.invalid(errors) }
            call.body = Body(json: json)
        }
        call.query = try RequestReader(call.request).query(route.query)
        call.expectedVersions = RequestReader(call.request).expectedVersions
        if route.idempotent { call.key = try RequestReader(call.request).key(body: bytes) }
    }

    private func once(_ call: Call) async throws -> Answer {
        guard let key = call.key else { return try await route.handler(call) }
        let outcome = try await broker.once(key.text, fingerprint: key.fingerprint, by: call.caller) {
            try await route.handler(call)
        }
        switch outcome {
        case .done(let answer): return answer
        case .replayed(let remembered):
            return try call.replay(remembered, hasVersion: remembered.location != nil || route.subject.isObject)
        }
    }

    private func response(_ answer: Answer, to request: Request) -> Response {
        var headers = HTTPFields()
        headers[.vary] = "Authorization, Accept-Language"
        for (name, value) in answer.headers { headers[name] = value }
        if let location = answer.location { headers[.location] = location }
        if let document = answer.document {
            headers[.contentType] = document.type
            return Response(
                status: answer.status, headers: headers,
                body: ResponseBody(contentLength: document.length) { writer in
                    try await document.write { try await writer.write(ByteBuffer(bytes: $0)) }
                    try await writer.finish(nil)
                })
        }
        guard let body = answer.body else { return Response(status: answer.status, headers: headers) }
        var bytes = ByteBuffer()
        let text = body.bytes
        bytes.writeBytes(text)
        if let version = answer.version { headers[.eTag] = "\"\(version)\"" }
        if answer.isPage { headers[.eTag] = "\"\(broker.digest(text))\"" }
        if answer.isPage, let next = body["next_cursor"]?.string {
            headers[.link] = "<\(request.linkToNext(next))>; rel=\"next\""
        }
        if request.method == .get || request.method == .head, let etag = headers[.eTag], request.matches(etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json; charset=utf-8"
        guard let receipt = answer.receipt else {
            return Response(status: answer.status, headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
        let written = bytes
        return Response(
            status: answer.status, headers: headers,
            body: ResponseBody(contentLength: bytes.readableBytes) { writer in
                try await writer.write(written)
                try await writer.finish(nil)
                receipt.sign()
            })
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed")!
    static let link = HTTPField.Name("Link")!
}

extension HTTPFields {
    /// A field's value as `self[name]` gives it, several joined, without the joining where there is one, as nearly always.
    func text(_ name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            if found != nil { return self[name] }
            found = field.value
        }
        return found
    }
}

extension Request {
    /// Whether the client has what bears that tag (`If-None-Match`).
    func matches(_ etag: String) -> Bool {
        guard let wanted = headers[.ifNoneMatch] else { return false }
        return wanted.split(separator: ",").contains { tag in
            let tag = tag.filter { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == etag || tag == "W/" + etag
        }
    }

    fileprivate func linkToNext(_ cursor: String) -> String {
        let pairs = (uri.query.map { String($0) } ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
        return uri.path + "?" + (pairs.map { String($0) } + ["cursor=\(cursor)"]).joined(separator: "&")
    }
}
