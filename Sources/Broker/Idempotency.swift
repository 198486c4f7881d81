import Domain
import Foundation
import Postgres
import Secrets
import Store

/// What the edge needs of the rooms below, under the names it knows them by.
public typealias Remembered = RememberedAnswer
public typealias WhistleFilter = Store.WhistleFilter
public typealias ItemFilter = Store.ItemFilter
public typealias SessionFilter = Store.SessionFilter
public typealias AreaPlanFilter = Store.AreaPlanFilter
public typealias InspectionFilter = Store.InspectionFilter
public typealias QueuePlace = QueueBound

/// What a look into a queue finds, for rooms that do not know the tables.
public typealias QueueView = QueueLook
public typealias HistoryEntry = HistoryLine
public typealias TokenRecord = TokenRow
public typealias WebhookRecord = WebhookRow
public typealias DeliveryRecord = DeliveryLine
public typealias PlacedEvent = FeedEvent
public typealias FeedStretch = FeedPart
public typealias ChainHead = AuditHead
public typealias ClaimGiven = ClaimedOrder

/// How a request under a key ended: done now, or answered long ago.
public enum Once<Result: Sendable>: Sendable {
    case done(Result)
    case replayed(Remembered)
}

extension Broker {
    /// Does the work of a key once. The answer is remembered in the transaction of the work, so a crash leaves either
    /// both or neither.
    /// - Throws: `.rule(.idempotencyReused)` when the key was used for another request; `BrokerError.keyInFlight`.
    public func once<Result: Sendable>(
        _ key: String, fingerprint: [UInt8], by caller: Caller, _ work: () async throws -> Result
    ) async throws -> Once<Result> {
        try await keys.hold(key, of: caller) {
            if let answer = try await remembered(key, fingerprint, caller) { return .replayed(answer) }
            do { return .done(try await work()) } catch let error as PostgresError where Store.isTakenKey(error) {
                // Another broker was first: its commit is what made this one fail.
                guard let answer = try await remembered(key, fingerprint, caller) else { throw error }
                return .replayed(answer)
            }
        }
    }

    private func remembered(_ key: String, _ fingerprint: [UInt8], _ caller: Caller) async throws -> Remembered? {
        let answers = try await store.answers([(caller.organization, key)], in: caller.district)
        guard let answer = answers.first else { return nil }
        guard answer.fingerprint == fingerprint else {
            throw Refusal.rule(Refusal.Rule(.idempotencyReused, at: ""))
        }
        return try opened(answer)
    }

    /// What stands before a sealed answer; no JSON begins so.
    private static let seal = "sealed:"

    /// An answer that holds a contact, fit to be kept: people are not remembered in the clear.
    public func sealed(_ answer: Remembered) -> Remembered {
        var sealed = answer
        let bytes = try? secrets.seal(answer.body, context: Self.context(answer))
        // Whoever asks again then gets no contact, rather than everybody who reads a dump.
        sealed.body = bytes.map { Self.seal + Base64URL.encode($0) } ?? "{}"
        return sealed
    }

    private func opened(_ answer: Remembered) throws -> Remembered {
        guard answer.body.hasPrefix(Self.seal),
            let bytes = Base64URL.decode(String(answer.body.dropFirst(Self.seal.count)))
        else { return answer }
        var opened = answer
        opened.body = try secrets.open(bytes, context: Self.context(answer))
        return opened
    }

    private static func context(_ answer: Remembered) -> String { "answer:\(answer.organization):\(answer.key)" }

    /// Whether an error means that the request may be tried again later as it is: the database is away, or everything is
    /// taken.
    public static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case BrokerError.overloaded: true
        case let error as PostgresError:
            switch error {
            case .decoding, .invalidStatement, .invalidConfiguration, .leaseEnded: false
            case .server: error.isRetryable
            default: true
            }
        default: false
        }
    }

    /// The server answers, and the schema is the one this program knows.
    public func ping() async throws { try await store.ping() }

    public func queueDepths() async throws -> [(district: String, queue: String, count: Int)] {
        try await store.queueDepths()
    }
}

extension Broker {
    /// SHA-256: tells one request from another under the same key.
    public static func fingerprint(_ bytes: [UInt8]) -> [UInt8] { Digest.sha256(bytes) }

    /// A short digest of a page, for its ETag.
    public func digest(_ bytes: [UInt8]) -> String { Digest.hex(Array(Digest.sha256(bytes).prefix(16))) }
}

extension Broker {
    /// Lower-case hexadecimal, as hashes are shown.
    public static func hexadecimal(_ bytes: [UInt8]) -> String { Digest.hex(bytes) }
}
