import Domain
import Foundation
import Secrets
import Store
import Synchronization

/// Who recent tokens stand for. An entry lives a second: a revoked token is refused everywhere that soon, and a busy
/// one costs one look-up a second instead of one a request.
final class CallerCache: Sendable {
    private struct Entry {
        var caller: Caller?
        var readAt: ContinuousClock.Instant
    }

    private static let lifetime = Duration.seconds(1)
    private static let capacity = 10_000

    private let store: Store
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    init(store: Store) { self.store = store }

    func caller(token: String) async throws -> Caller? {
        guard let district = AccessToken.district(of: token) else { return nil }
        let hash = AccessToken.hash(token)
        let now = ContinuousClock.now
        if let entry = entries.withLock({ $0[hash] }), now - entry.readAt < Self.lifetime { return entry.caller }
        let caller = try await store.caller(tokenHash: hash, in: district)
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries = entries.filter { now - $0.value.readAt < Self.lifetime } }
            // Guessed tokens must not fill the memory: an unknown one is not kept.
            if caller != nil { entries[hash] = Entry(caller: caller, readAt: now) } else { entries[hash] = nil }
        }
        return caller
    }

    func forget(token: UUID) {
        entries.withLock { entries in entries = entries.filter { $0.value.caller?.token != token } }
    }

    /// Tokens used in the last second, by district.
    func recent() -> [String: [UUID]] {
        let callers = entries.withLock { $0.values.compactMap(\.caller) }
        return Dictionary(grouping: callers, by: \.district).mapValues { $0.compactMap(\.token) }
    }
}

extension Broker {
    /// Who a token stands for; `nil` when it is unknown, expired or revoked.
    public func authenticate(_ token: String) async throws -> Caller? { try await callers.caller(token: token) }
}

extension Broker {
    /// The part of a token that may be shown and counted: of text that is none, its beginning.
    public static func prefix(ofToken text: String) -> String {
        AccessToken.district(of: text) == nil ? String(text.prefix(16)) : AccessToken.prefix(text)
    }
}
