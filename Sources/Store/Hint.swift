import Domain
import Foundation
import Postgres

/// What one broker tells the others on its database. A hint and never the truth: where it is lost, what it would have told
/// is found by asking a second later.
public enum Hint: Sendable, Hashable {
    /// Something may be in a queue.
    case queue(district: String, code: String)
    /// Something came into a feed.
    case feed
    /// A token was revoked.
    case token(UUID)

    /// A line of a notification.
    var text: String {
        switch self {
        case .queue(let district, let code): "q \(district) \(code)"
        case .feed: "f"
        case .token(let id): "t \(id.text)"
        }
    }

    /// `nil` for what a newer broker says.
    init?(_ text: Substring) {
        let words = text.split(separator: " ")
        switch (words.first, words.count) {
        case ("q", 3): self = .queue(district: String(words[1]), code: String(words[2]))
        case ("f", 1): self = .feed
        case ("t", 2):
            guard let id = UUID(uuidString: String(words[1])) else { return nil }
            self = .token(id)
        default: return nil
        }
    }
}

extension Store {
    /// The channel that all brokers of a database listen to.
    public static let hintChannel = "whistle"
    /// PostgreSQL takes less than 8,000 bytes a notification; a line has at most some 150.
    private static let linesAtOnce = 50

    static func notify(_ hints: [Hint], from sender: UUID) -> SQL {
        let payloads = stride(from: 0, to: hints.count, by: linesAtOnce).map { start in
            ([sender.text] + hints[start..<min(start + linesAtOnce, hints.count)].map(\.text)).joined(separator: "\n")
        }
        return "SELECT pg_notify(\(hintChannel), p) FROM unnest(\(payloads)) AS p"
    }

    /// Tells the others, beside all transactions: one that notifies holds a lock at its commit that all such wait for.
    public func tell(_ hints: [Hint]) async throws(PostgresError) {
        _ = try await loops.query(Store.notify(hints, from: id))
    }

    /// What a notification of another broker says; empty for one of this broker's own.
    public func hints(in notification: PostgresNotification) -> [Hint] {
        let lines = notification.payload.split(separator: "\n")
        guard let sender = lines.first, sender != id.text else { return [] }
        return lines.dropFirst().compactMap { Hint($0) }
    }
}

extension Work {
    /// Tells the others together with COMMIT: for what must not be done without being told.
    public mutating func tell(_ hint: Hint) { writes.append(Store.notify([hint], from: sender)) }
}
