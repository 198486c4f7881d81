import Domain
import Foundation
import JSON

/// Carries a clerk's rows into the broker, batch by batch, so that a run that was killed goes on where it was.
struct Importer {
    /// What a run is told.
    struct Plan {
        var file: String
        var target: ImportTarget
        var batch: Int
        var stateFile: String
        var badFile: String
        var isDry: Bool
    }

    /// What became of the rows.
    struct Outcome {
        var digest: String
        var rows: Int
        var made: Int
        var refused: Int
        /// Rows that earlier runs had settled.
        var before: Int
        /// In a dry run: what is wrong, row by row.
        var faults: [(row: Int, reason: String)] = []
    }

    /// Bodies stay under the broker's 1 MiB.
    private static let mostBytes = 900_000
    /// Keys are remembered for a day at least; a batch that has waited longer may have been taken and forgotten.
    private static let keyLife: Int64 = 24 * 3600
    private static let tries = 6

    let plan: Plan
    let client: Client
    let progress: Progress
    private let digest: String
    private let header: [String]
    private let columns: [ImportColumn]
    private let records: [(row: Int, cells: [String])]

    init(_ plan: Plan, _ file: ImportFile, _ client: Client, _ progress: Progress) {
        self.plan = plan
        self.client = client
        self.progress = progress
        digest = file.digest
        header = file.header
        columns = file.columns
        records = file.records
    }

    func run() async throws -> Outcome {
        defer { progress.finish() }
        let ground = try await ImportGround.read(client)
        if plan.isDry { return check(ground) }
        var state = try start()
        let before = place(after: state.done)
        progress.step(before)
        if state.pending != nil {
            try await settle(&state)
        }
        var rest = records[place(after: state.done)...]
        while !rest.isEmpty {
            state.pending = next(&rest, ground)
            try state.write(plan.stateFile)
            try await settle(&state)
            // A batch that was refused whole is cut: what is left of it comes again.
            rest = records[place(after: state.done)...]
        }
        state.isComplete = true
        try state.write(plan.stateFile)
        return Outcome(
            digest: digest, rows: records.count, made: state.made, refused: state.refused, before: before)
    }

    /// Where the records behind a row begin; they stand in the order of their rows.
    private func place(after row: Int) -> Int {
        var (low, high) = (0, records.count)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].row <= row { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func check(_ ground: ImportGround) -> Outcome {
        var outcome = Outcome(digest: digest, rows: records.count, made: 0, refused: 0, before: 0)
        for record in records {
            do throws(RowFault) {
                _ = try ImportRow(record.cells, columns, ground).body(plan.target)
            } catch { outcome.faults.append((record.row, error.text)) }
            progress.step()
        }
        outcome.refused = outcome.faults.count
        return outcome
    }

    private func start() throws -> ImportState {
        let new = ImportState(digest: digest, target: plan.target, token: client.token)
        guard var state = try ImportState.read(plan.stateFile) else { return new }
        guard state.digest == digest, state.target == plan.target, state.district == new.district else {
            throw ClientError(
                isEnglish
                    ? "\(plan.stateFile) belongs to another file, target or district; move it away to begin anew"
                    : "\(plan.stateFile) 属于另一个文件、目标或县市区;移走它才能重新开始")
        }
        // Another organization's keys know nothing of the batch whose answer was not seen.
        guard state.pending == nil || state.sender == new.sender else {
            throw ClientError(
                isEnglish
                    ? "this import was begun under another token; go on with that one"
                    : "本次导入是用另一个令牌开始的,请用原来的令牌继续")
        }
        state.sender = new.sender
        if let pending = state.pending, Timestamp.machineNow.since(pending.at) / 1_000_000 > Self.keyLife {
            throw ClientError(
                isEnglish
                    ? "rows \(pending.rows.first ?? 0)–\(pending.last) were sent over a day ago and their answer was not seen: check whether they are there, then move \(plan.stateFile) away"
                    : "第 \(pending.rows.first ?? 0)–\(pending.last) 行一天前已发出,没有收到答复:请先核对是否已入库,再移走 \(plan.stateFile)")
        }
        return state
    }

    /// The next rows that go out together, and the bad ones between them.
    private func next(
        _ rest: inout ArraySlice<(row: Int, cells: [String])>, _ ground: ImportGround
    ) -> ImportState.Pending {
        var rows: [Int] = []
        var bodies: [JSON] = []
        var bad: [(row: Int, reason: String)] = []
        var bytes = 0
        var last = 0
        while rows.count < plan.batch, bad.count < plan.batch, let record = rest.first {
            do throws(RowFault) {
                let body = try ImportRow(record.cells, columns, ground).body(plan.target)
                bytes += body.bytes.count + 1
                if bytes > Self.mostBytes, !rows.isEmpty { break }
                rows.append(record.row)
                bodies.append(body)
            } catch { bad.append((record.row, error.text)) }
            last = record.row
            rest.removeFirst()
        }
        return ImportState.Pending(
            key: key(rows, last), last: last, at: .machineNow, rows: rows, bad: bad, body: ["items": .array(bodies)])
    }

    /// From the file's hash and the rows: the same rows of the same file are never taken twice.
    private func key(_ rows: [Int], _ last: Int) -> String {
        "import-\(digest.prefix(32))-\(plan.target.rawValue)-\(rows.first ?? last)-\(rows.last ?? last)"
    }

    /// Sends what is pending and writes down what became of it.
    private func settle(_ state: inout ImportState) async throws {
        guard let pending = state.pending else { return }
        var bad = pending.bad
        var made = 0
        if !pending.rows.isEmpty {
            let answer: JSON
            do { answer = try await send(pending) } catch let error as ClientError {
                guard error.isAboutTheRows else { throw error }
                guard pending.rows.count > 1 else {
                    bad.append((pending.rows[0], "\(error)"))
                    return try close(pending, bad, made: 0, &state)
                }
                return try cut(pending, &state)
            }
            for (row, result) in zip(pending.rows, answer["results"]?.array ?? []) {
                if result["problem"] == nil { made += 1 } else { bad.append((row, reason(result["problem"] ?? .null))) }
            }
        }
        try close(pending, bad, made: made, &state)
    }

    private func close(
        _ pending: ImportState.Pending, _ bad: [(row: Int, reason: String)], made: Int, _ state: inout ImportState
    ) throws {
        let rows = bad.sorted { $0.row < $1.row }.map {
            (row: $0.row, reason: $0.reason, cells: records[place(after: $0.row - 1)].cells)
        }
        state.badBytes = try BadRows(plan.badFile, header: header).append(rows, after: state.badBytes)
        progress.step(place(after: pending.last) - place(after: state.done))
        state.made += made
        state.refused += bad.count
        state.done = pending.last
        state.pending = nil
        try state.write(plan.stateFile)
    }

    /// Sends the first half alone.
    private func cut(_ pending: ImportState.Pending, _ state: inout ImportState) throws {
        var half = pending
        half.rows = Array(pending.rows.prefix(pending.rows.count / 2))
        half.last = half.rows.last ?? pending.last
        half.bad = pending.bad.filter { $0.row <= half.last }
        half.body = ["items": .array(Array((pending.body["items"]?.array ?? []).prefix(half.rows.count)))]
        half.key = key(half.rows, half.last)
        state.pending = half
        try state.write(plan.stateFile)
    }

    /// Tries again while the broker is away or has too much to do.
    private func send(_ pending: ImportState.Pending) async throws -> JSON {
        for attempt in 1..<Self.tries {
            do {
                return try await client.post("/v1/\(plan.target.rawValue)/batch", pending.body, key: pending.key)
            } catch let error as ClientError where error.isPassing {
                try await Task.sleep(for: .milliseconds(250 << attempt))
            }
        }
        return try await client.post("/v1/\(plan.target.rawValue)/batch", pending.body, key: pending.key)
    }

    /// A problem in the clerk's words: the column's own header before what is wrong with it.
    private func reason(_ problem: JSON) -> String {
        let errors = (problem["errors"]?.array ?? []).map { error in
            let names = (error["pointer"]?.string ?? "").split(separator: "/").map(String.init)
            let place = columns.firstIndex { names.contains($0.rawValue) }
            let message = error["message"]?.string ?? ""
            return place.map { "\(header[$0]):\(message)" } ?? message
        }
        return errors.isEmpty ? problem["detail"]?.string ?? "" : errors.joined(separator: " ")
    }
}

extension ClientError {
    /// The broker is away, has too much to do, or still has the first sending in hand.
    fileprivate var isPassing: Bool { status.map { [409, 429, 502, 503, 504].contains($0) } ?? true }

    /// One of the rows is to blame, not whoever sends them.
    fileprivate var isAboutTheRows: Bool { status.map { [400, 413, 422].contains($0) } ?? false }
}
