import Domain
import Foundation
import JSON
import Secrets
import Store

/// Checks a database against checkpoints that were exported from it before: what was rewritten together with the
/// database's own checkpoints is found by those that were kept elsewhere.
///
/// The file has a line of JSON each: a heading `{checkpoint, district, at, entries, previous_hash}`, then the entries
/// `{kind, id, number, seq, hash}`, then `{checkpoint, hash}`; so it can be read without being held in memory.
public struct ExportReader {
    /// What is wrong with the file itself.
    public struct Broken: Error, CustomStringConvertible {
        public let line: Int
        public let reason: String
        public var description: String { "line \(line) of the checkpoint file: \(reason)" }
    }

    private var line = 0
    private var previous: [UInt8]?
    private var digest: CheckpointDigest?
    private var left = 0
    private var number = 0
    public private(set) var district: String?
    /// Checkpoints that were read whole.
    public private(set) var hashes: [Int: [UInt8]] = [:]

    public init() {}

    /// Reads the next line.
    /// - Returns: the entry, where it is one.
    public mutating func take(_ text: String) throws -> AuditHead? {
        line += 1
        guard let json = try? JSON(parsing: Array(text.utf8)) else { throw broken("it is no JSON") }
        if let kind = json["kind"]?.string { return try entry(json, kind) }
        guard let number = json["checkpoint"]?.integer else { throw broken("it is neither a checkpoint nor an entry") }
        if let hash = json["hash"]?.string {
            guard left == 0, number == self.number, let digest, Digest.hex(digest.finalize()) == hash else {
                throw broken("the checkpoint's hash is not that of its entries")
            }
            previous = digest.finalize()
            hashes[number] = previous
            self.digest = nil
        } else {
            try heading(json, number)
        }
        return nil
    }

    /// - Throws: when the file ends in the middle of a checkpoint.
    public func finish() throws { if digest != nil { throw broken("it ends in the middle of a checkpoint") } }

    private mutating func heading(_ json: JSON, _ number: Int) throws {
        guard digest == nil, let district = json["district"]?.string, let at = json["at"]?.string,
            let entries = json["entries"]?.integer,
            let before = json["previous_hash"]?.string.flatMap(Digest.bytes(hex:))
        else { throw broken("the heading of a checkpoint is not whole") }
        guard previous.map({ $0 == before && number == self.number + 1 }) ?? true else {
            throw broken("the checkpoint does not follow the one before")
        }
        self.district = district
        self.number = number
        left = entries
        digest = CheckpointDigest(after: before, heading: "\(district) \(number) \(at)")
    }

    private mutating func entry(_ json: JSON, _ kind: String) throws -> AuditHead {
        guard left > 0, digest != nil, let id = json["id"]?.string.flatMap(UUID.init(uuidString:)),
            let label = json["number"]?.string, let sequence = json["seq"]?.integer,
            let hash = json["hash"]?.string.flatMap(Digest.bytes(hex:))
        else { throw broken("the entry is not whole, or is one too many") }
        let head = AuditHead(kind: kind, id: id, label: label, sequence: sequence, hash: hash)
        left -= 1
        digest?.add(head.text)
        return head
    }

    private func broken(_ reason: String) -> Broken { Broken(line: line, reason: reason) }
}

extension Broker {
    /// Compares exported entries with the history that is there.
    public func compare(_ heads: [AuditHead], in district: String) async throws -> HistoryFault? {
        let found = try await store.hashes(at: heads.map { ($0.id, $0.sequence) }, in: district)
        for (head, hash) in zip(heads, found) where hash != head.hash {
            return head.fault(hash == nil ? .removed : .altered)
        }
        return nil
    }

    /// Compares exported checkpoints with those that are there.
    public func compare(checkpoints: [Int: [UInt8]], in district: String) async throws -> HistoryFault? {
        for (number, hash) in checkpoints.sorted(by: { $0.key < $1.key }) {
            let row = try await store.checkpoints(after: number - 1, limit: 1, in: district).first
            guard row?.number == number, row?.hash == hash else {
                return HistoryFault(.checkpoint, "checkpoint", "\(number)", number: nil, sequence: number)
            }
        }
        return nil
    }
}
