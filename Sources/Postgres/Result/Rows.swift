import CLibPQ

/// What one statement returned. Values are decoded when they are asked for, by whoever asks.
public struct Rows: RandomAccessCollection, Sendable {
    let handle: ResultHandle

    /// Always 0.
    public var startIndex: Int { 0 }

    /// The number of rows.
    public var endIndex: Int { handle.rowCount }

    /// The row at `position`, which must be below `endIndex`.
    public subscript(position: Int) -> Row {
        precondition(indices.contains(position), "row out of bounds")
        return Row(handle: handle, index: position)
    }

    /// How many rows the statement selected, inserted, updated, deleted or merged; 0 for other statements.
    public var affected: Int {
        Int(String(cString: PQcmdTuples(handle.pointer))) ?? 0
    }

    /// The columns' names, in order.
    public var columns: [String] {
        (0..<handle.columnCount).map { handle.columnName($0) }
    }

    /// The command as the server names it when it is done, for instance `INSERT 0 3`.
    var commandTag: String {
        String(cString: PQcmdStatus(handle.pointer))
    }
}
