import Domain

/// The head of a ledger (台账): what every writer needs to know before the first row.
public struct LedgerHead: Sendable {
    /// Shown on the spreadsheet's tab.
    public let name: SheetName
    public let columns: [LedgerColumn]
    /// Whose wall clock date-times are written in.
    public let zone: Zone

    /// The most columns a spreadsheet has (ECMA-376, as libxlsxwriter's `LXW_COL_MAX`).
    public static let mostColumns = 16_384

    public init(name: SheetName, columns: [LedgerColumn], zone: Zone) throws(LedgerError) {
        guard (1...Self.mostColumns).contains(columns.count) else { throw .columns(columns.count) }
        self.name = name
        self.columns = columns
        self.zone = zone
    }

    func check(_ row: [LedgerCell], number: Int) throws(LedgerError) {
        guard row.count == columns.count else {
            throw .rowLength(row: number, found: row.count, expected: columns.count)
        }
        for index in row.indices where !row[index].fits(columns[index].kind) {
            throw .kind(row: number, column: index)
        }
    }
}
