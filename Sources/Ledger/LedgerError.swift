/// Why a ledger could not be written.
public enum LedgerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A ledger has 1 to 16,384 columns (the spreadsheet's own limit).
    case columns(Int)
    /// A row that is longer or shorter than the header; rows count from 1.
    case rowLength(row: Int, found: Int, expected: Int)
    /// A value of another kind than its column's; rows count from 1, columns from 0.
    case kind(row: Int, column: Int)
    /// The folder's temporary file could not be made.
    case folder(path: String, errno: Int32)
    /// The library refused, with its number and its sentence.
    case library(code: UInt32, message: String)
    /// Fewer bytes reached the file than were written: the disk is full, most likely.
    case incomplete
    /// The writer was used after `finish` or after an error.
    case finished

    public var description: String {
        switch self {
        case .columns(let count): "a ledger has 1 to 16384 columns, not \(count)"
        case .rowLength(let row, let found, let expected): "row \(row) has \(found) cells instead of \(expected)"
        case .kind(let row, let column): "row \(row) has a value of another kind in column \(column)"
        case .folder(let path, let errno): "no file could be made in \(path) (errno \(errno))"
        case .library(let code, let message): "libxlsxwriter: \(message) (\(code))"
        case .incomplete: "the ledger's file is incomplete; is the disk full?"
        case .finished: "the ledger is finished already"
        }
    }
}
