import CLibPQ
import Glibc

/// Owns one result of libpq.
///
/// Unchecked, since a finished `PGresult` is only ever read, and libpq's readers change nothing in it.
final class ResultHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        columnCount = Int(PQnfields(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    func columnName(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? "\(column)"
    }

    /// Compares exactly; libpq's own search folds the case.
    func column(named name: String) -> Int? {
        name.withCString { wanted in
            (0..<columnCount).first { column in
                PQfname(pointer, Int32(column)).map { strcmp($0, wanted) == 0 } ?? false
            }
        }
    }
}
