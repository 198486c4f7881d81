import Domain
import Foundation
import JSON
import Secrets
import Store

/// Goes through lines of history in the order of subjects and places and says where a chain is not what was written.
struct ChainWalk {
    private let district: String
    private var previous: AuditLine?
    /// The hash that the next line of the same subject names.
    private var hash: [UInt8] = []
    /// Lines that were looked at.
    private(set) var checked = 0

    init(district: String) { self.district = district }

    /// Looks at the next line.
    mutating func take(_ next: AuditLine) -> HistoryFault? {
        let line = next.line
        var expected = (previous?.line.sequence ?? 0) + 1
        if previous?.line.subjectID != line.subjectID {
            if let fault = end() { return fault }
            expected = 1
            hash = HistoryChain.start(line.subjectID.text)
        }
        checked += 1
        if let kind = fault(next, expected) {
            return HistoryFault(
                kind, line.subject.rawValue, line.subjectID.text, number: next.label,
                sequence: kind == .removed ? expected : line.sequence)
        }
        hash = line.hash
        previous = next
        return nil
    }

    /// After the last line of a subject: whether its row agrees.
    mutating func end() -> HistoryFault? {
        guard let last = previous, let head = last.head else { return nil }
        func fault(_ kind: HistoryFault.Kind, _ sequence: Int) -> HistoryFault {
            HistoryFault(kind, head.kind, head.id.text, number: head.label, sequence: sequence)
        }
        if head.sequence > last.line.sequence { return fault(.removed, last.line.sequence + 1) }
        return head.hash == hash ? nil : fault(.altered, last.line.sequence)
    }

    private func fault(_ next: AuditLine, _ expected: Int) -> HistoryFault.Kind? {
        let line = next.line
        let isWhole = HistoryChain.next(after: line.previousHash, body: line.body) == line.hash
        if isWhole, let written = writtenPlace(line), written != line.sequence { return .reordered }
        if line.sequence > expected { return .removed }
        if line.sequence < expected { return .inserted }
        guard let head = next.head else { return .subjectRemoved }
        if !isWhole || !isAsWritten(line) { return .altered }
        if line.previousHash != hash { return .inserted }
        return line.sequence > head.sequence ? .inserted : nil
    }

    /// The place that a line's own text names.
    private func writtenPlace(_ line: HistoryLine) -> Int? { (try? JSON(parsing: line.body))?["seq"]?.integer }

    /// Whether what stands beside the text is what the text says.
    private func isAsWritten(_ line: HistoryLine) -> Bool {
        guard let body = try? JSON(parsing: line.body) else { return false }
        return body["district"]?.string == district && body["subject"]?.string == line.subjectID.text
            && body["type"]?.string == line.type && body["actor"]?.string == line.actor
            && body["at"]?.string == line.at.canonical
    }
}
