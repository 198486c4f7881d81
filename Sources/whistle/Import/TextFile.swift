import Foundation

/// A clerk's file as text: UTF-8 with or without a mark, or GB18030 as Excel saves it on a Chinese computer.
enum TextFile {
    /// GB18030 under Foundation's number for it (GBK and GB2312 are parts of it).
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    /// - Returns: `nil` for bytes that are neither.
    static func text(_ bytes: [UInt8]) -> String? {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: body, as: UTF8.self) { return text }
        // UTF-16 begins with a mark, and read as GB18030 would become nonsense without an error.
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { return nil }
        return String(data: Data(bytes), encoding: gb18030)
    }
}

/// A table of text separated by commas, semicolons or tabs (RFC 4180, and what spreadsheets make of it).
enum SeparatedText {
    /// The records, each with its cells. Lines without any text are left out but counted, so that a record's number is
    /// the row that a spreadsheet shows.
    /// - Throws: `Fault` for a quote that never ends.
    static func records(_ text: String) throws(Fault) -> [(row: Int, cells: [String])] {
        let separator = separator(of: text)
        var records: [(row: Int, cells: [String])] = []
        var cells: [String] = []
        var cell = String.UnicodeScalarView()
        var row = 1
        var isQuoted = false
        var wasQuoted = false
        func isEmpty() -> Bool { cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if isQuoted {
                guard scalar == "\"" else {
                    cell.append(scalar)
                    continue
                }
                if scalars.first == "\"" {
                    cell.append(scalars.removeFirst())
                } else {
                    isQuoted = false
                }
                continue
            }
            switch scalar {
            case "\"" where cell.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case separator:
                cells.append(String(cell))
                cell = String.UnicodeScalarView()
                wasQuoted = false
            case "\r", "\n":
                if scalar == "\r", scalars.first == "\n" { scalars.removeFirst() }
                cells.append(String(cell))
                if !isEmpty() { records.append((row, cells)) }
                cells = []
                cell = String.UnicodeScalarView()
                wasQuoted = false
                row += 1
            default: cell.append(scalar)
            }
        }
        guard !isQuoted else { throw Fault(row: row) }
        if !cell.isEmpty || !cells.isEmpty {
            cells.append(String(cell))
            if !isEmpty() { records.append((row, cells)) }
        }
        return records
    }

    /// A quote that begins in that row and never ends.
    struct Fault: Error { var row: Int }

    /// What the first line has most of, outside quotes.
    private static func separator(of text: String) -> Unicode.Scalar {
        var counts: [Unicode.Scalar: Int] = [:]
        var isQuoted = false
        for scalar in text.unicodeScalars {
            if scalar == "\"" { isQuoted.toggle() }
            if !isQuoted, scalar == "\n" || scalar == "\r" { break }
            if !isQuoted, [",", ";", "\t"].contains(scalar) { counts[scalar, default: 0] += 1 }
        }
        return counts.max { $0.value < $1.value }?.key ?? ","
    }

    /// One record as a line of CSV.
    static func line(_ cells: [String]) -> String {
        cells.map { cell in
            let needsQuotes = cell.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
            return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: ",") + "\r\n"
    }
}
