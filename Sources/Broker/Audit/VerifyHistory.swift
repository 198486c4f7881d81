import Domain
import Foundation
import Secrets
import Store

/// What a walk over a district's whole history found.
public struct AuditReport: Sendable {
    /// Lines of history that were looked at.
    public var checked = 0
    public var checkpoints = 0
    /// Changes of the feed.
    public var changes = 0
    public var firstBroken: HistoryFault?

    public init() {}
}

extension Broker {
    private static let page = 1_000
    private static let window = 5_000

    /// Goes through everything a district has written: each chain, that nothing lacks one, every checkpoint against the
    /// chains, the feed. Ends at the first thing that is wrong.
    /// - Throws: `CancellationError` when nobody waits for it any more.
    public func verifyHistory(for caller: Caller) async throws -> AuditReport {
        let code = caller.district
        var report = AuditReport()
        var walk = ChainWalk(district: code)
        var last: AuditLine?
        repeat {
            let lines = try await store.auditLines(after: last, limit: Self.page, in: code)
            for line in lines where report.firstBroken == nil { report.firstBroken = walk.take(line) }
            last = lines.last
            try Task.checkCancellation()
        } while last != nil && report.firstBroken == nil
        report.checked = walk.checked
        if report.firstBroken == nil { report.firstBroken = walk.end() }
        for kind in ["whistle", "meeting"] where report.firstBroken == nil {
            report.firstBroken = try await withoutHistory(kind, in: code)
        }
        if report.firstBroken == nil { try await verifyCheckpoints(&report, in: code) }
        if report.firstBroken == nil { try await verifyFeed(&report, in: code) }
        return report
    }

    private func withoutHistory(_ kind: String, in code: String) async throws -> HistoryFault? {
        var last: UUID? = UUID.none
        while let after = last {
            let (found, reached) = try await store.withoutHistory(kind, after: after, window: Self.window, in: code)
            if let head = found.first {
                return HistoryFault(.removed, kind, head.id.text, number: head.label, sequence: 1)
            }
            last = reached
            try Task.checkCancellation()
        }
        return nil
    }

    private func verifyCheckpoints(_ report: inout AuditReport, in code: String) async throws {
        var previous = CheckpointDigest.start(code)
        var number = 0
        while let row = try await store.checkpoints(after: number, limit: 1, in: code).first {
            number += 1
            func broken() -> HistoryFault {
                HistoryFault(.checkpoint, "checkpoint", "\(number)", number: nil, sequence: number)
            }
            guard row.number == number, row.previousHash == previous, row.seal == row.seal(code, secrets) else {
                report.firstBroken = broken()
                return
            }
            var digest = CheckpointDigest(after: previous, heading: row.heading(code))
            var place = 0
            while true {
                let entries = try await store.checkpointEntries(
                    of: number, after: place, limit: Self.page, in: code)
                for entry in entries {
                    digest.add(entry.head.text)
                    if entry.found != entry.head.hash {
                        report.firstBroken = entry.head.fault(entry.found == nil ? .removed : .altered)
                        return
                    }
                }
                guard let last = entries.last else { break }
                place = last.place
                try Task.checkCancellation()
            }
            guard place == row.entries, digest.finalize() == row.hash else {
                report.firstBroken = broken()
                return
            }
            previous = row.hash
            report.checkpoints = number
        }
    }

    private func verifyFeed(_ report: inout AuditReport, in code: String) async throws {
        var position = 0
        while true {
            let changes = try await store.auditFeed(after: position, limit: Self.page, in: code)
            for change in changes {
                // Retention takes the oldest; between two that are there nothing may be missing.
                if position > 0, change.position - change.size != position {
                    report.firstBroken = HistoryFault(.removed, "feed", code, number: nil, sequence: position + 1)
                    return
                }
                if let number = change.missingWhistle {
                    report.firstBroken = HistoryFault(
                        .subjectRemoved, "whistle", change.subjectID.text, number: number, sequence: change.position)
                    return
                }
                position = change.position
            }
            report.changes += changes.count
            if changes.count < Self.page { return }
            try Task.checkCancellation()
        }
    }
}

extension AuditHead {
    func fault(_ kind: HistoryFault.Kind) -> HistoryFault {
        HistoryFault(kind, self.kind, id.text, number: label, sequence: sequence)
    }
}
