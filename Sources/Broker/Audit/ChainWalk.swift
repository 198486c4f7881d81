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
    private var states = WrittenStates()
    /// Lines that were looked at.
    private(set) var checked = 0

    init(district: String) { self.district = district }

    /// Looks at the next line.
    mutating func take(_ next: AuditLine) -> HistoryFault? {
        let line = next.line
        let written = try? JSON(parsing: line.body.bytes)
        var expected = (previous?.line.sequence ?? 0) + 1
        if previous?.line.subjectID != line.subjectID {
            if let fault = end() { return fault }
            expected = 1
            hash = HistoryChain.start(line.subjectID.text)
            states = WrittenStates()
        }
        checked += 1
        if let kind = fault(next, written, expected) {
            return HistoryFault(
                kind, line.subject.rawValue, line.subjectID.text, number: next.label,
                sequence: kind == .removed ? expected : line.sequence)
        }
        hash = line.hash
        previous = next
        guard line.subject == .whistle, let place = states.follow(written?["data"]) else { return nil }
        return next.fault(at: place)
    }

    /// After the last line of a subject: whether its row agrees.
    mutating func end() -> HistoryFault? {
        guard let last = previous, let head = last.head else { return nil }
        func fault(_ kind: HistoryFault.Kind, _ sequence: Int) -> HistoryFault {
            HistoryFault(kind, head.kind, head.id.text, number: head.label, sequence: sequence)
        }
        if head.sequence > last.line.sequence { return fault(.removed, last.line.sequence + 1) }
        if head.hash != hash { return fault(.altered, last.line.sequence) }
        return last.states.flatMap(states.difference).map(last.fault)
    }

    private func fault(_ next: AuditLine, _ written: JSON?, _ expected: Int) -> HistoryFault.Kind? {
        let line = next.line
        let isWhole = HistoryChain.next(after: line.previousHash, body: line.body.bytes) == line.hash
        if isWhole, let place = written?["seq"]?.integer, place != line.sequence { return .reordered }
        if line.sequence > expected { return .removed }
        if line.sequence < expected { return .inserted }
        guard let head = next.head else { return .subjectRemoved }
        if !isWhole || !isAsWritten(line, written) { return .altered }
        if line.previousHash != hash { return .inserted }
        return line.sequence > head.sequence ? .inserted : nil
    }

    /// Whether what stands beside the text is what the text says.
    private func isAsWritten(_ line: HistoryLine, _ written: JSON?) -> Bool {
        guard let body = written else { return false }
        return body["district"]?.string == district && body["subject"]?.string == line.subjectID.text
            && body["type"]?.string == line.type && body["actor"]?.string == line.actor
            && body["at"]?.string == line.at.canonical
    }
}

extension AuditLine {
    /// That a state is not what the lines up to this one say.
    fileprivate func fault(at place: WrittenStates.Place) -> HistoryFault {
        switch place {
        case .whistle: HistoryFault(.state, "whistle", line.subjectID.text, number: label, sequence: line.sequence)
        case .order(let number):
            // Of one whose row is not at hand, the whistle is named by its id.
            HistoryFault(
                .state, "order", states?.orders[number]?.id ?? line.subjectID.text, number: number,
                sequence: line.sequence)
        }
    }
}
