import Domain
import Foundation
import Synchronization

/// How many requests of one token are worked on at a time; the others of that token wait in order. So one token that asks as
/// fast as it can stands in its own way and not in its neighbours': they meet a bounded number of its requests before
/// theirs. What waits by itself (polls, streams) is bounded by `Seats` and does not pass here.
final class Turnstile: Sendable {
    private struct Key: Hashable {
        let district: String
        let token: UUID
        let isHeavy: Bool
    }

    private struct Line {
        var inside = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// A page of two hundred whistles keeps a processor busy for as long as it is written: one processor is always left to
    /// the others. With as many pages under way as there are processors, a neighbour's small request waited two hundred
    /// times as long as otherwise.
    private let heavy: Int
    /// Changes mostly wait for the disk, and share it.
    private let light: Int
    /// More than this wait in no line: they are told to come again.
    private let mostWaiting = 512
    private let lines = Mutex<[Key: Line]>([:])

    init(processors: Int = ProcessInfo.processInfo.activeProcessorCount) {
        heavy = max(1, processors - 1)
        light = 64 * max(2, processors)
    }

    /// Waits for the caller's turn, does the work, lets the next one in.
    /// - Throws: `RequestFault.tooMany` where the line is too long.
    func pass<Result>(_ caller: Caller, _ route: Route, _ work: () async throws -> Result) async throws -> Result {
        guard let token = caller.token, !route.waitsByItself else { return try await work() }
        let key = Key(district: caller.district, token: token, isHeavy: route.isHeavy)
        try await enter(key)
        defer { leave(key) }
        return try await work()
    }

    private func enter(_ key: Key) async throws {
        let bound = key.isHeavy ? heavy : light
        // Looked at first, so that whoever is let in or sent away needs no continuation.
        let isLong = lines.withLock { ($0[key]?.waiting.count ?? 0) >= mostWaiting }
        if isLong { throw RequestFault.tooMany(retryAfter: 1) }
        await withCheckedContinuation { continuation in
            let isIn = lines.withLock { lines in
                var line = lines[key] ?? Line()
                defer { lines[key] = line }
                guard line.inside < bound else {
                    line.waiting.append(continuation)
                    return false
                }
                line.inside += 1
                return true
            }
            if isIn { continuation.resume() }
        }
    }

    private func leave(_ key: Key) {
        let next = lines.withLock { lines -> CheckedContinuation<Void, Never>? in
            guard var line = lines[key] else { return nil }
            if line.waiting.isEmpty {
                line.inside -= 1
                lines[key] = line.inside > 0 ? line : nil
                return nil
            }
            // The place goes from hand to hand.
            let next = line.waiting.removeFirst()
            lines[key] = line
            return next
        }
        next?.resume()
    }
}

extension Route {
    /// Reads, and batches: what they cost is in what they write and read, not in waiting.
    fileprivate var isHeavy: Bool { method == .get || template.hasSuffix("/batch") }

    /// Polls, streams and long walks: they hold a seat of their own kind.
    fileprivate var waitsByItself: Bool {
        if case .queue(takes: true) = subject { return true }
        return ["/v1/events", "/v1/audit/verify"].contains(template)
    }
}
