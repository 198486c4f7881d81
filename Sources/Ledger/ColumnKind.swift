/// What a ledger's column holds; it decides how a spreadsheet shows the cells.
public enum ColumnKind: Sendable, CaseIterable {
    case text, integer, decimal, date, dateTime, percent, duration
}
