import Domain
import Foundation
import JSON
import Secrets
import Store

/// Checks the history in a plain `pg_dump`, line by line, without a database: every chain, every row's head, whistles' and
/// orders' states, and the entries of exported checkpoints. What is in memory grows with the objects and not with their lines.
public struct DumpAudit {
    private struct Chain {
        var kind: String
        var next = 1
        var hash: [UInt8]
        var states = WrittenStates()
        /// What a line found in another state than those before it had left it.
        var broken: (place: WrittenStates.Place, sequence: Int)?
        /// Lines that came before those in front of them.
        var early: [Int: (previous: [UInt8], hash: [UInt8], data: JSON?)] = [:]
    }

    private struct Place: Hashable {
        let subject: UUID
        let sequence: Int
    }

    /// The columns of the table whose rows are being read; `nil` between tables.
    private var columns: [String: Int]?
    private var kind = ""
    private var chains: [UUID: Chain] = [:]
    private var rows: [UUID: AuditHead] = [:]
    private var standing: [UUID: AuditStates] = [:]
    private var exported: [Place: AuditHead] = [:]
    /// Lines of history that were looked at.
    public private(set) var checked = 0

    /// - Parameter exported: what checkpoints said before.
    public init(exported heads: [AuditHead]) {
        for head in heads { exported[Place(subject: head.id, sequence: head.sequence)] = head }
    }

    /// Takes the next line of the dump.
    public mutating func take(_ line: String) -> HistoryFault? {
        guard let columns else {
            begin(line)
            return nil
        }
        if line == "\\." {
            self.columns = nil
            return nil
        }
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        func field(_ name: String) -> String? {
            columns[name].flatMap { fields.indices.contains($0) ? Self.unescaped(fields[$0]) : nil }
        }
        switch kind {
        case "history": return takeHistory(field)
        case "order":
            takeOrder(field)
            return nil
        default: return takeRow(field)
        }
    }

    /// After the last line.
    public func finish() -> HistoryFault? {
        for (id, chain) in chains {
            let row = rows[id]
            func fault(_ kind: HistoryFault.Kind, _ sequence: Int) -> HistoryFault {
                HistoryFault(kind, chain.kind, id.text, number: row?.label, sequence: sequence)
            }
            if !chain.early.isEmpty { return fault(.removed, chain.next) }
            guard let row else { return fault(.subjectRemoved, chain.next - 1) }
            if row.sequence >= chain.next { return fault(.removed, chain.next) }
            if row.sequence < chain.next - 1 { return fault(.inserted, chain.next - 1) }
            if row.hash != chain.hash { return fault(.altered, row.sequence) }
            guard let states = standing[id] else { continue }
            if let broken = chain.broken {
                return Self.fault(at: broken.place, of: row, standing: states, broken.sequence)
            }
            if let place = chain.states.difference(from: states) {
                return Self.fault(at: place, of: row, standing: states, row.sequence)
            }
        }
        let lost = rows.values.first { $0.sequence > 0 && chains[$0.id] == nil } ?? exported.values.first
        return lost?.fault(.removed)
    }

    /// `COPY whistle.history_2026_11 (district_id, subject_id, …) FROM stdin;`
    private mutating func begin(_ line: String) {
        guard line.hasPrefix("COPY whistle."), let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")")
        else { return }
        let table = line.dropFirst("COPY whistle.".count).prefix { $0 != " " }
        switch table {
        case "whistles": kind = "whistle"
        case "orders": kind = "order"
        case "meetings": kind = "meeting"
        case "districts": kind = "district"
        default:
            guard table == "history" || table.hasPrefix("history_") else { return }
            kind = "history"
        }
        let names = line[line.index(after: open)..<close].split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        columns = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    private mutating func takeRow(_ field: (String) -> String?) -> HistoryFault? {
        guard let id = field("id").flatMap(UUID.init(uuidString:)), let sequence = field("sequence").flatMap(Int.init),
            let hash = field("head_hash").flatMap(Self.bytes)
        else { return HistoryFault(.altered, kind, field("id") ?? "", number: field("number"), sequence: 0) }
        rows[id] = AuditHead(
            kind: kind, id: id, label: field("number") ?? field("district_id") ?? "", sequence: sequence, hash: hash)
        if kind == "whistle" { standing[id, default: AuditStates(whistle: "")].whistle = field("state") ?? "" }
        return nil
    }

    private mutating func takeOrder(_ field: (String) -> String?) {
        guard let whistle = field("whistle_id").flatMap(UUID.init(uuidString:)), let number = field("number") else {
            return
        }
        standing[whistle, default: AuditStates(whistle: "")].orders[number] = (field("id") ?? "", field("state") ?? "")
    }

    private static func fault(
        at place: WrittenStates.Place, of row: AuditHead, standing: AuditStates, _ sequence: Int
    ) -> HistoryFault {
        switch place {
        case .whistle: HistoryFault(.state, "whistle", row.id.text, number: row.label, sequence: sequence)
        case .order(let number):
            HistoryFault(
                .state, "order", standing.orders[number]?.id ?? row.id.text, number: number, sequence: sequence)
        }
    }

    private mutating func takeHistory(_ field: (String) -> String?) -> HistoryFault? {
        checked += 1
        let text = field("subject_id") ?? ""
        func fault(_ kind: HistoryFault.Kind) -> HistoryFault {
            HistoryFault(
                kind, field("subject") ?? "", text, number: nil, sequence: field("seq").flatMap(Int.init) ?? 0)
        }
        guard let id = UUID(uuidString: text), let sequence = field("seq").flatMap(Int.init), let body = field("body"),
            let previous = field("previous_hash").flatMap(Self.bytes), let hash = field("hash").flatMap(Self.bytes),
            HistoryChain.next(after: previous, body: body) == hash, let written = try? JSON(parsing: Array(body.utf8)),
            ["district": "district_id", "subject": "subject_id", "type": "type", "actor": "actor"].allSatisfy({
                written[$0.key]?.string == field($0.value)
            })
        else { return fault(.altered) }
        guard written["seq"]?.integer == sequence else { return fault(.reordered) }
        if let head = exported.removeValue(forKey: Place(subject: id, sequence: sequence)), head.hash != hash {
            return fault(.altered)
        }
        var chain = chains[id] ?? Chain(kind: field("subject") ?? "", hash: HistoryChain.start(id.text))
        guard sequence >= chain.next, chain.early[sequence] == nil else { return fault(.inserted) }
        chain.early[sequence] = (previous, hash, field("subject") == "whistle" ? written["data"] : nil)
        while let next = chain.early.removeValue(forKey: chain.next) {
            guard next.previous == chain.hash else { return fault(.inserted) }
            chain.hash = next.hash
            // Told at the end: whether the line belongs there at all is known with the row, which may come behind it.
            if chain.kind == "whistle", let place = chain.states.follow(next.data), chain.broken == nil {
                chain.broken = (place, chain.next)
            }
            chain.next += 1
        }
        chains[id] = chain
        return nil
    }

    /// A `bytea` as it stands in a dump.
    private static func bytes(_ text: String) -> [UInt8]? {
        text.hasPrefix("\\x") ? Digest.bytes(hex: String(text.dropFirst(2))) : nil
    }

    /// A field of COPY's text format; `nil` for NULL.
    private static func unescaped(_ field: Substring) -> String? {
        if field == "\\N" { return nil }
        guard field.utf8.contains(UInt8(ascii: "\\")) else { return String(field) }
        var text: [UInt8] = []
        var bytes = field.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "\\"), let next = bytes.next() else {
                text.append(byte)
                continue
            }
            switch next {
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "v"): text.append(11)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "r"): text.append(13)
            default: text.append(next)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
