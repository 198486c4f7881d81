/// Writes a ledger as CSV, a chunk at a time: UTF-8 with BOM (or else spreadsheets take it for GBK), RFC 4180 with CRLF.
///
/// Pure: it holds at most one chunk, whoever calls decides where the bytes go and where the rows come from.
/// ```
/// var writer = CSVLedgerWriter(ledger)
/// for try await row in rows { if let chunk = try writer.append(row) { try await body.write(chunk) } }
/// try await body.write(writer.finish())
/// ```
/// A text beginning with `=`, `+`, `-`, `@`, tab or CR gets a leading apostrophe, so that no spreadsheet runs it as a
/// formula (OWASP, CSV injection); numbers, dates and durations stay plain, a percentage is its fraction.
public struct CSVLedgerWriter: Sendable {
    private let ledger: LedgerHead
    private let chunkBytes: Int
    private var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    private var rows = 0

    /// - Parameter chunkBytes: a chunk is handed out once it has this many bytes; a row is never split.
    public init(_ ledger: LedgerHead, chunkBytes: Int = 65_536) {
        self.ledger = ledger
        self.chunkBytes = max(chunkBytes, 1)
        line(ledger.columns.map { .text($0.title) })
    }

    /// - Returns: a chunk when one is full.
    public mutating func append(_ row: [LedgerCell]) throws(LedgerError) -> [UInt8]? {
        try ledger.check(row, number: rows + 1)
        rows += 1
        line(row)
        return bytes.count >= chunkBytes ? take() : nil
    }

    /// What is left; of an empty ledger the header.
    public mutating func finish() -> [UInt8] { take() }

    private mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: false) }
        return bytes
    }

    private mutating func line(_ row: [LedgerCell]) {
        for index in row.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch row[index] {
            case .empty: break
            case .text(let text): field(text)
            case .integer(let value): plain(String(value))
            case .decimal(let value), .percent(let value): plain(PlainText.decimal(value) ?? "")
            case .date(let date): plain(date.text)
            case .dateTime(let moment): plain(PlainText.dateTime(moment, in: ledger.zone))
            case .duration(let seconds): plain(PlainText.duration(seconds))
            }
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private mutating func plain(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func field(_ text: String) {
        let quote = UInt8(ascii: "\"")
        // Bytes, not characters: a combining mark after `=` or `"` would make another character of it.
        let utf8 = text.utf8
        guard let first = utf8.first(where: { $0 != 0 }) else { return }
        let quoted =
            first == 0x20 || utf8.last == 0x20
            || utf8.contains { $0 == quote || $0 == 0x2C || $0 == 0x0D || $0 == 0x0A }
        if quoted { bytes.append(quote) }
        if Self.startsFormula(first) { bytes.append(UInt8(ascii: "'")) }
        // NUL is no text to any reader of CSV.
        for byte in utf8 where byte != 0 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        if quoted { bytes.append(quote) }
    }

    private static func startsFormula(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
        default: false
        }
    }
}
