import Domain

/// One value of a ledger's row.
///
/// Text may stand in a column of any kind (a rate of which nothing was due reads 「无」); every other value only in a
/// column of its own kind, an integer also in one of decimals.
public enum LedgerCell: Sendable, Equatable {
    case empty
    /// Any length; a spreadsheet cuts it at 32,767 UTF-16 units.
    case text(String)
    case integer(Int)
    /// What is not finite is written as an empty cell.
    case decimal(Double)
    /// A fraction: 0.9372 is shown as 93.72 %.
    case percent(Double)
    case date(LocalDate)
    /// Written as the wall clock of the ledger's zone shows it, to the second.
    case dateTime(Timestamp)
    /// In seconds.
    case duration(Int)

    func fits(_ kind: ColumnKind) -> Bool {
        switch self {
        case .empty, .text: true
        case .integer: kind == .integer || kind == .decimal
        case .decimal: kind == .decimal
        case .percent: kind == .percent
        case .date: kind == .date
        case .dateTime: kind == .dateTime
        case .duration: kind == .duration
        }
    }
}
