/// One column of a ledger.
public struct LedgerColumn: Sendable, Equatable {
    public var title: String
    public var kind: ColumnKind
    /// In the spreadsheet's unit, about one Latin letter of the default font (a Chinese character takes two); 1 to 255.
    public var width: Double

    /// - Parameter width: `nil` takes what the kind usually needs.
    public init(_ title: String, _ kind: ColumnKind = .text, width: Double? = nil) {
        self.title = title
        self.kind = kind
        self.width = min(max(width ?? Self.usualWidth(kind), 1), 255)
    }

    private static func usualWidth(_ kind: ColumnKind) -> Double {
        switch kind {
        case .text: 24
        case .integer, .decimal, .percent: 11
        case .date: 17
        case .dateTime: 23
        case .duration: 13
        }
    }
}
