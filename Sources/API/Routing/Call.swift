import Broker
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Language
import NIOCore

/// One request on its way through a route: who asks, for what, on which terms.
struct Call: Sendable {
    let broker: Broker
    let caller: Caller
    let tongue: Tongue
    let request: Request
    let channel: any NIOCore.Channel
    let parameters: [String: String]
    var query = Body(json: [:])
    var body = Body(json: [:])
    /// `If-Match`.
    var expectedVersions: Set<Int>?
    var key: Key?

    /// An `Idempotency-Key` with the digest of what was asked under it.
    struct Key: Sendable {
        let text: String
        let fingerprint: [UInt8]
    }

    /// The `{id}` of the path.
    /// - Throws: `Refusal.notFound` when it is no UUID: such a thing cannot be there.
    var id: UUID {
        get throws(Refusal) {
            guard let text = parameters["id"], let id = UUID(text: text) else { throw .notFound }
            return id
        }
    }

    /// The `{code}` of the path.
    var code: String { parameters["code"] ?? "" }

    var limit: Int { query.integer("limit") ?? 50 }

    /// Runs a change under the request's terms and renders its result; the same rendering is what a key remembers.
    func change<Result: Sendable>(
        _ work: (Terms<Result>) async throws -> Result, answer: @escaping @Sendable (Result) -> Answer
    ) async throws -> Answer {
        var terms = Terms<Result>(expectedVersions: expectedVersions)
        if let key {
            let (caller, broker) = (caller, broker)
            terms.answer = { result in answer(result).remembered(under: key, by: caller, broker) }
        }
        return answer(try await work(terms))
    }

    /// The district the caller belongs to.
    func district() async throws -> District { try await broker.districts.district(caller.district) }
}

extension Call {
    /// An answer that was given under the request's key before.
    /// - Parameter hasVersion: whether it shows an object, whose version is its ETag.
    func replay(_ remembered: Remembered, hasVersion: Bool) throws -> Answer {
        var answer = Answer(
            HTTPResponse.Status(code: Int(remembered.status)), .raw(remembered.body), location: remembered.location)
        answer.headers = [(.idempotentReplayed, "true")]
        if hasVersion { answer.version = (try? JSON(parsing: remembered.body))?["version"]?.integer }
        return answer
    }
}

extension Answer {
    func remembered(under key: Call.Key, by caller: Caller, _ broker: Broker) -> Remembered {
        let remembered = Remembered(
            organization: caller.organization, key: key.text, fingerprint: key.fingerprint,
            status: Int16(status.code), location: location, body: (remembered ?? body ?? .null).text)
        return holdsContact ? broker.sealed(remembered) : remembered
    }
}
