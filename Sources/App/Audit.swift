import Broker
import Domain
import Foundation
import JSON
import Language
import Store

/// What `whistle audit verify` found.
public struct AuditOutcome: Sendable {
    public var district: String
    var report = AuditReport()
    /// Checkpoints of the file that were compared.
    var compared = 0

    /// What is wrong, in both languages; `nil`: nothing.
    public var finding: String? {
        report.firstBroken.map { "\($0.text(in: .chinese)) \($0.text(in: .english))" }
    }

    /// What was looked at, in a line.
    public var summary: String {
        "\(report.checked) lines, \(report.checkpoints) checkpoints, \(report.changes) changes of the feed"
            + (compared > 0 ? ", \(compared) exported checkpoints" : "")
    }

    public var json: JSON {
        [
            "district": .string(district), "ok": .bool(report.firstBroken == nil),
            "events_checked": .integer(report.checked), "checkpoints_checked": .integer(report.checkpoints),
            "compared": .integer(compared),
            "first_broken": report.firstBroken.map { fault in
                [
                    "type": .string(fault.subject), "id": .string(fault.id), "number": JSON(fault.number),
                    "seq": .integer(fault.sequence), "fault": .string(fault.kind.rawValue), "detail": JSON(finding),
                ]
            } ?? .null,
        ]
    }
}

extension AuditOutcome {
    /// Checks the history in a plain dump against exported checkpoints: needs no database and no key.
    public static func verify(dump: String, against checkpoints: String?) throws -> AuditOutcome {
        var outcome = AuditOutcome(district: "")
        var heads: [ChainHead] = []
        if let checkpoints {
            var reader = ExportReader()
            var lines = try FileLines(checkpoints)
            while let line = try lines.next() { if let head = try reader.take(line) { heads.append(head) } }
            try reader.finish()
            outcome.compared = reader.hashes.count
            outcome.district = reader.district ?? ""
        }
        var audit = DumpAudit(exported: heads)
        var lines = try FileLines(dump)
        while outcome.report.firstBroken == nil, let line = try lines.next() {
            outcome.report.firstBroken = audit.take(line)
        }
        if outcome.report.firstBroken == nil { outcome.report.firstBroken = audit.finish() }
        outcome.report.checked = audit.checked
        if audit.checked == 0, outcome.report.firstBroken == nil {
            throw StartError("\(dump) holds no history: a plain dump of the whole database is needed")
        }
        return outcome
    }
}

/// `whistle audit`: straight on the database, without a broker; also on one that was restored from a dump.
extension Administration {
    private static let page = 1_000

    /// Walks over the history; with a file, first compares what was exported with what is there.
    public func verifyHistory(district: String?, against file: String?) async throws -> AuditOutcome {
        try await withBroker { broker, codes in
            var outcome = AuditOutcome(district: "")
            if let file {
                outcome = try await compare(file, with: broker)
            } else {
                outcome.district = try Self.one(district, of: codes)
            }
            guard outcome.report.firstBroken == nil else { return outcome }
            outcome.report = try await broker.verifyHistory(for: .system(district: outcome.district))
            return outcome
        }
    }

    /// Makes a checkpoint and writes all of them out.
    public func exportCheckpoints(
        district: String?, _ write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws {
        try await withBroker { broker, codes in
            let caller = Caller.system(district: try Self.one(district, of: codes))
            _ = try await broker.makeCheckpoint(by: caller)
            try await CheckpointExport(broker: broker, caller: caller).write(after: 0) { try write($0) }
        }
    }

    private func compare(_ file: String, with broker: Broker) async throws -> AuditOutcome {
        var lines = try FileLines(file)
        var reader = ExportReader()
        var heads: [ChainHead] = []
        var outcome = AuditOutcome(district: "")
        while let line = try lines.next() {
            if let head = try reader.take(line) { heads.append(head) }
            outcome.district = reader.district ?? ""
            guard heads.count >= Self.page else { continue }
            outcome.report.firstBroken = try await broker.compare(heads, in: outcome.district)
            if outcome.report.firstBroken != nil { return outcome }
            heads = []
        }
        try reader.finish()
        guard reader.district != nil else { throw StartError("\(file) holds no checkpoint") }
        outcome.compared = reader.hashes.count
        outcome.report.firstBroken = try await broker.compare(heads, in: outcome.district)
        if outcome.report.firstBroken == nil {
            outcome.report.firstBroken = try await broker.compare(checkpoints: reader.hashes, in: outcome.district)
        }
        return outcome
    }
}

/// A file's lines one by one, so that one of any size can be read.
struct FileLines {
    private static let chunk = 1 << 16

    private let file: FileHandle
    private var waiting: [UInt8] = []
    private var start = 0

    init(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw StartError("\(path) cannot be read") }
        self.file = file
    }

    mutating func next() throws -> String? {
        while true {
            if let end = waiting[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return String(decoding: waiting[start..<end], as: UTF8.self)
            }
            waiting.removeFirst(start)
            start = 0
            guard let more = try file.read(upToCount: Self.chunk), !more.isEmpty else {
                defer { waiting = [] }
                return waiting.isEmpty ? nil : String(decoding: waiting, as: UTF8.self)
            }
            waiting += more
        }
    }
}
