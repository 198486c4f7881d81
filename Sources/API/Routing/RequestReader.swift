import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTPTypes

/// Takes a request apart: its body within bounds, its query, its conditions.
struct RequestReader {
    /// Bodies beyond this are refused.
    static let bodyLimit = 1 << 20
    /// What the largest of all may have: a file.
    static let largestBody = Upload.limit
    /// Of a refused body so much is still read off, so that the client gets to read the refusal.
    static let drainLimit = 8 << 20
    /// A body that takes longer is given up: whoever sends a byte now and then must not hold a connection for ever. One
    /// that stops altogether is ended by the idle limit.
    static let patience = Duration.seconds(60)

    private let request: Request

    init(_ request: Request) { self.request = request }

    /// The body's bytes, or `nil` where the route takes none or allows leaving it out.
    /// - Throws: `.unsupportedMediaType`, `.tooLarge`.
    func body(_ route: Route, on channel: any NIOCore.Channel) async throws -> [UInt8]? {
        guard route.body != nil else { return nil }
        let type = request.headers.text(.contentType)
        if let type, !RequestReader.isJSON(type) { throw RequestFault.unsupportedMediaType }
        try await ask(on: channel)
        var bytes: [UInt8] = []
        var count = 0
        let started = ContinuousClock.now
        do {
            for try await var part in request.body {
                if .now - started > RequestReader.patience { throw RequestFault.tooSlow }
                count += part.readableBytes
                if count <= RequestReader.bodyLimit {
                    bytes.append(contentsOf: part.readBytes(length: part.readableBytes) ?? [])
                }
                if count > RequestReader.drainLimit { break }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch let fault as RequestFault {
            throw fault
        } catch {
            // A broken chunk, or a client that went away in the middle: nothing that a server did.
            throw RequestFault.notJSON(reason: "HTTP")
        }
        guard count <= RequestReader.bodyLimit else { throw RequestFault.tooLarge(limit: RequestReader.bodyLimit) }
        if bytes.isEmpty, route.bodyOptional { return nil }
        if type == nil, !bytes.isEmpty { throw RequestFault.unsupportedMediaType }
        return bytes
    }

    /// A client that waits to be asked for its body (`Expect: 100-continue`) is asked only when it will be read: whoever is
    /// refused before need not send it.
    private func ask(on channel: any NIOCore.Channel) async throws {
        guard request.headers[.expect]?.lowercased() == "100-continue" else { return }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > RequestReader.bodyLimit {
            throw RequestFault.tooLarge(limit: RequestReader.bodyLimit)
        }
        try await channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)))
    }

    private static func isJSON(_ type: String) -> Bool {
        if type == "application/json" { return true }
        let parts = type.lowercased().split(separator: ";")
        guard let media = parts.first?.filter({ $0 != " " }), media == "application/json"
        else { return false }
        let charset = parts.dropFirst().map { $0.filter { $0 != " " && $0 != "\"" } }.first { $0.hasPrefix("charset=") }
        return charset.map { $0 == "charset=utf-8" } ?? true
    }

    /// The query's fields, checked like a body's; names that the route does not know are passed over.
    func query(_ fields: [Field]) throws -> Body {
        var members: [JSON.Member] = []
        var errors: [FieldError] = []
        for field in fields {
            guard let text = request.uri.queryParameters[field.name[...]].map(String.init) else { continue }
            let value = field.shape.read(text)
            let wrong = field.shape.errors(in: value)
            errors += wrong.map { FieldError("?\(field.name)", code: $0.code, $0.message) }
            members.append(JSON.Member(field.name, value))
        }
        guard errors.isEmpty else { throw RequestFault.invalid(errors) }
        return Body(json: .object(members))
    }

    /// The versions `If-Match` names; none of them where no tag is one that a version has. Weak tags never match.
    var expectedVersions: Set<Int>? {
        guard let header = request.headers[.ifMatch] else { return nil }
        let tags = header.split(separator: ",").map { $0.filter { $0 != " " } }
        if tags.contains("*") { return nil }
        return Set(
            tags.compactMap { tag in
                tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 2 ? Int(tag.dropFirst().dropLast()) : nil
            })
    }

    /// The `Idempotency-Key` with the digest of method, path and body.
    func key(body: [UInt8]?) throws -> Call.Key? {
        guard let text = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw RequestFault.keyInvalid
        }
        let head = Array("\(request.method.rawValue) \(request.uri.path)\n".utf8)
        return Call.Key(text: text, fingerprint: Broker.fingerprint(head + (body ?? [])))
    }
}

extension Shape {
    /// A query parameter's text as the JSON value the shape asks for; text that is none stays text and fails the check.
    func read(_ text: String) -> JSON {
        switch self {
        case .integer: Int(text).map(JSON.integer) ?? .string(text)
        case .boolean: text == "true" ? true : text == "false" ? false : .string(text)
        // A plus sign that was not escaped reads as a space.
        case .moment: .string(text.replacing(" ", with: "+"))
        default: .string(text)
        }
    }
}
