import Domain
import Foundation
import Secrets
import Store
import Synchronization

/// Who recent tokens stand for: a busy one costs one look-up a second instead of one a request. A revoked one is
/// forgotten at once here, and elsewhere when the hint arrives that travels with the revocation; an entry lives no longer
/// than a second in case that is lost.
final class CallerCache: Sendable {
    private struct Entry {
        var caller: Caller?
        var readAt: ContinuousClock.Instant
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// Rises when something is forgotten: what was read before that is not kept.
        var generation = 0
    }

    private static let capacity = 10_000

    private let store: Store
    private let lifetime: Duration
    private let state = Mutex(State())

    init(store: Store, lifetime: Duration) {
        self.store = store
        self.lifetime = lifetime
    }

    func caller(token: String) async throws -> Caller? {
        guard let district = AccessToken.district(of: token) else { return nil }
        let hash = AccessToken.hash(token)
        let now = ContinuousClock.now
        let (entry, generation) = state.withLock { ($0.entries[hash], $0.generation) }
        if let entry, now - entry.readAt < lifetime { return entry.caller }
        let caller = try await store.caller(tokenHash: hash, in: district)
        state.withLock { state in
            if state.entries.count >= Self.capacity {
                state.entries = state.entries.filter { now - $0.value.readAt < lifetime }
            }
            // Guessed tokens must not fill the memory: an unknown one is not kept.
            let isKept = caller != nil && state.generation == generation
            state.entries[hash] = isKept ? Entry(caller: caller, readAt: now) : nil
        }
        return caller
    }

    func forget(token: UUID) {
        state.withLock { state in
            state.generation += 1
            state.entries = state.entries.filter { $0.value.caller?.token != token }
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.generation += 1
            state.entries = [:]
        }
    }

    /// Tokens used in the last second, by district.
    func recent() -> [String: [UUID]] {
        let callers = state.withLock { $0.entries.values.compactMap(\.caller) }
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
