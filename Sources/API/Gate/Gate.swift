import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Lets a request in, or not: whose token it carries, and how often somebody there tried one that is none.
struct Gate: Sendable {
    let broker: Broker
    let attempts: FailedAttempts
    /// In which order the requests of one token are worked on.
    let turnstile = Turnstile()
    /// Whether an address is a proxy whose `X-Forwarded-For` is believed.
    let trustsProxy: @Sendable (String) -> Bool

    /// Who asks.
    /// - Throws: `RequestFault.unauthorized` without a valid token; `.tooMany` where too many were tried from that address,
    ///   or of that prefix. A valid token is never refused for what others tried.
    func caller(
        of request: Request, _ identification: Identification = .bearer, on channel: any NIOCore.Channel
    ) async throws -> Caller {
        guard let token = identification.token(of: request) else { throw RequestFault.unauthorized }
        if let caller = try await identification.caller(token, broker) { return caller }
        let address = clientAddress(request.headers[values: .forwardedFor], peer: channel.remoteAddress?.ipAddress)
        if let seconds = attempts.failed(address: address, prefix: Broker.prefix(ofToken: token)) {
            throw RequestFault.tooMany(retryAfter: seconds)
        }
        throw RequestFault.unauthorized
    }

    /// The address that a request comes from: the peer's, or, behind trusted proxies, the rightmost one that is none of
    /// them. What stands left of that was written by whoever sent it.
    func clientAddress(_ forwarded: [String], peer: String?) -> String {
        let peer = peer ?? ""
        guard trustsProxy(peer) else { return peer }
        let hops = forwarded.joined(separator: ",").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return hops.last { !trustsProxy($0) } ?? peer
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}

extension Request {
    /// The bearer token that the request carries.
    var bearer: String? {
        guard let header = headers.text(.authorization) else { return nil }
        let text = header.utf8
        guard let end = text.firstIndex(of: UInt8(ascii: " ")),
            text[..<end].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 })
        else { return nil }
        let token = text[end...].drop { $0 == UInt8(ascii: " ") }
        return token.isEmpty ? nil : String(Substring(token))
    }
}
