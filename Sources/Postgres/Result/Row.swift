import CLibPQ

/// One row of a result.
public struct Row: Sendable {
    let handle: ResultHandle
    let index: Int

    /// Reads the value in `column`, counted from 0.
    ///
    /// - Throws: ``PostgresError/decoding(column:expected:got:)`` if there is no such column, if the value is NULL, or
    ///   if it is of another type.
    public func decode<T: PostgresDecodable>(
        _ column: Int, as type: T.Type = T.self
    ) throws(PostgresError) -> T {
        guard let value = try decodeIfPresent(column, as: type) else {
            throw .decoding(column: handle.columnName(column), expected: "\(T.self)", got: "NULL")
        }
        return value
    }

    /// Reads the value in `column`, counted from 0; `nil` if it is NULL.
    ///
    /// - Throws: ``PostgresError/decoding(column:expected:got:)`` if there is no such column or the value is of
    ///   another type.
    public func decodeIfPresent<T: PostgresDecodable>(
        _ column: Int, as type: T.Type = T.self
    ) throws(PostgresError) -> T? {
        guard let bytes = try bytes(column, expecting: type) else { return nil }
        do {
            return try T(postgres: bytes, type: PQftype(handle.pointer, Int32(column)))
        } catch {
            throw error.inColumn(handle.columnName(column))
        }
    }

    /// Reads the value in the column of this name; the case matters.
    ///
    /// - Throws: as ``decode(_:as:)-(Int,_)`` does.
    public func decode<T: PostgresDecodable>(
        _ name: String, as type: T.Type = T.self
    ) throws(PostgresError) -> T {
        try decode(position(of: name, expecting: type), as: type)
    }

    /// Reads the value in the column of this name, `nil` if it is NULL; the case matters.
    ///
    /// - Throws: as ``decodeIfPresent(_:as:)-(Int,_)`` does.
    public func decodeIfPresent<T: PostgresDecodable>(
        _ name: String, as type: T.Type = T.self
    ) throws(PostgresError) -> T? {
        try decodeIfPresent(position(of: name, expecting: type), as: type)
    }

    /// Lends the value's binary format, `nil` for NULL, without a copy; valid during the call only.
    ///
    /// - Throws: what `body` throws, or ``PostgresError/decoding(column:expected:got:)`` if there is no such column.
    public func withBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer?) throws -> R) throws -> R {
        let bytes = try bytes(column, expecting: UnsafeRawBufferPointer.self)
        return try withExtendedLifetime(handle) { try body(bytes) }
    }

    private func bytes(_ column: Int, expecting: Any.Type) throws(PostgresError) -> UnsafeRawBufferPointer? {
        guard column >= 0, column < handle.columnCount else {
            throw .decoding(column: "\(column)", expected: "\(expecting)", got: "no such column")
        }
        let (row, field) = (Int32(index), Int32(column))
        guard PQgetisnull(handle.pointer, row, field) == 0 else { return nil }
        let count = Int(PQgetlength(handle.pointer, row, field))
        return UnsafeRawBufferPointer(start: PQgetvalue(handle.pointer, row, field), count: count)
    }

    private func position(of name: String, expecting: Any.Type) throws(PostgresError) -> Int {
        guard let column = handle.column(named: name) else {
            throw .decoding(column: name, expected: "\(expecting)", got: "no such column")
        }
        return column
    }
}
