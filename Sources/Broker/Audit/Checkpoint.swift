import Domain
import Foundation
import Secrets
import Store

/// A checkpoint for rooms that do not know the tables.
public typealias Checkpoint = CheckpointRow
/// One of its entries.
public typealias CheckpointLine = CheckpointEntry

extension CheckpointRow {
    /// The line its hash begins with.
    public func heading(_ district: String) -> String { "\(district) \(number) \(madeAt.canonical)" }

    /// The key's digest over the hash: whoever has the database and not the key cannot make another.
    func seal(_ district: String, _ secrets: SecretBox) -> [UInt8] {
        secrets.digest("checkpoint \(district) \(number) \(Digest.hex(hash))")
    }
}

extension AuditHead {
    /// The line of an entry.
    public var text: String { "\(kind) \(id.text) \(label) \(sequence) \(Digest.hex(hash))" }
}

extension Broker {
    /// More heads than this go into the next checkpoint, which follows at once: what is in memory is bounded.
    private static let entries = 20_000

    /// Makes the district's daily checkpoint where this machine day, by the district's clocks, has none yet. The machine's
    /// day and not the business day: a demo's year must not pass for a year of watching.
    func makeDailyCheckpoint(_ code: String) async throws {
        let zone = try await districts.district(code).zone
        let newest = try await store.change(code) { work in try await work.newestCheckpoint() }
        let today = zone.date(.machineNow)
        if let newest, zone.date(newest.madeAt) >= today { return }
        try await checkpoint(code)
    }

    /// Makes a checkpoint now: for whoever exports one.
    public func makeCheckpoint(by caller: Caller) async throws -> Checkpoint {
        guard [.admin, .commandCentre, .supervisor].contains(caller.role) else { throw Refusal.forbidden }
        return try await checkpoint(caller.district)
    }

    @discardableResult
    private func checkpoint(_ code: String) async throws -> CheckpointRow {
        while true {
            let secrets = secrets
            let (made, count) = try await store.change(code) { work in
                let newest = try await work.newestCheckpoint()
                let heads = try await work.uncheckedHeads(limit: Self.entries)
                var row = CheckpointRow(
                    number: (newest?.number ?? 0) + 1, madeAt: .machineNow, entries: heads.count,
                    previousHash: newest?.hash ?? CheckpointDigest.start(code), hash: [], seal: [])
                var digest = CheckpointDigest(after: row.previousHash, heading: row.heading(code))
                for head in heads { digest.add(head.text) }
                row.hash = digest.finalize()
                row.seal = row.seal(code, secrets)
                work.add(row, heads)
                return (row, heads.count)
            }
            if count < Self.entries { return made }
        }
    }

    /// Checkpoints, oldest first.
    public func checkpoints(after number: Int, limit: Int, for caller: Caller) async throws -> [Checkpoint] {
        try await store.checkpoints(after: number, limit: limit, in: caller.district)
    }

    /// A checkpoint's entries in order.
    public func entries(of number: Int, after place: Int, limit: Int, for caller: Caller) async throws
        -> [CheckpointLine]
    {
        try await store.checkpointEntries(of: number, after: place, limit: limit, in: caller.district)
    }
}
