/// A finished workbook on disk. Whoever holds it removes the file when it has been sent.
public struct LedgerFile: Sendable, Equatable {
    public let path: String
    public let bytes: Int
    /// Without headers.
    public let rows: Int
}
