import Domain
import JSON
import Postgres

/// One column of a table: its name, and how it is bound for many rows at once and read from one.
///
/// Rows are handed over by address: a whistle has some sixty fields, and copying one for each column bound was the
/// costliest part of raising it.
struct Column<Row: Sendable>: Sendable {
    typealias Rows = UnsafeBufferPointer<Row>

    let name: String
    /// Binds the column's values of all rows as one array.
    let bind: @Sendable (Rows, inout Binder) -> Void
    /// Binds the first row's value alone.
    let bindFirst: @Sendable (Rows, inout Binder) -> Void
    /// Whether the row holds what the table itself gives one that leaves the column out.
    private(set) var isDefault: @Sendable (UnsafePointer<Row>) -> Bool
    /// Whether two rows hold the same.
    private(set) var isSame: @Sendable (UnsafePointer<Row>, UnsafePointer<Row>) -> Bool
    /// Whether all rows, one at least, hold the same.
    private(set) var isUniform: @Sendable (Rows) -> Bool
    let read: @Sendable (inout Row, Postgres.Row, Int) throws(PostgresError) -> Void

    /// - Parameter default: the table's own DEFAULT of the column.
    init<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ name: String, default fallback: Value? = nil, get: @escaping @Sendable (UnsafePointer<Row>) -> Value,
        set: @escaping @Sendable (inout Row, Value) -> Void
    ) {
        self.name = name
        bind = { rows, binder in
            guard let first = rows.baseAddress else { return binder.bindArray(0, of: Value.self) { _ in nil } }
            binder.bindArray(rows.count, of: Value.self) { get(first + $0) }
        }
        bindFirst = { rows, binder in if let first = rows.baseAddress { binder.bind(get(first)) } }
        isDefault = { row in fallback.map { get(row) == $0 } ?? false }
        isSame = { get($0) == get($1) }
        isUniform = { Self.isUniform($0, get) }
        read = { row, stored, place throws(PostgresError) in
            set(&row, try stored.decode(place, as: Value.self))
        }
    }

    /// A column that may be NULL, which is also what the table gives a row that leaves it out.
    init<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        optional name: String, get: @escaping @Sendable (UnsafePointer<Row>) -> Value?,
        set: @escaping @Sendable (inout Row, Value?) -> Void
    ) {
        self.name = name
        bind = { rows, binder in
            guard let first = rows.baseAddress else { return binder.bindArray(0, of: Value.self) { _ in nil } }
            binder.bindArray(rows.count, of: Value.self) { get(first + $0) }
        }
        bindFirst = { rows, binder in
            guard let value = rows.baseAddress.flatMap({ get($0) }) else { return binder.bindNull(Value.postgresType) }
            binder.bind(value)
        }
        isDefault = { get($0) == nil }
        isSame = { get($0) == get($1) }
        isUniform = { Self.isUniform($0, get) }
        read = { row, stored, place throws(PostgresError) in
            set(&row, try stored.decodeIfPresent(place, as: Value.self))
        }
    }

    init<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ name: String, _ path: WritableKeyPath<Row, Value> & Sendable, default fallback: Value? = nil
    ) {
        self.init(name, default: fallback, get: Self.field(path), set: Self.setter(path))
    }

    init<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ name: String, _ path: WritableKeyPath<Row, Value?> & Sendable
    ) {
        self.init(optional: name, get: Self.field(path), set: Self.setter(path))
    }

    private static func isUniform<Value: Equatable>(
        _ rows: Rows, _ get: @Sendable (UnsafePointer<Row>) -> Value
    ) -> Bool {
        guard rows.count > 1, let first = rows.baseAddress else { return true }
        let value = get(first)
        for place in 1..<rows.count where get(first + place) != value { return false }
        return true
    }

    /// Reads a field where it lies: a stored property has a fixed place in its row, and going there is ten times
    /// cheaper than following a key path.
    static func field<Value>(
        _ path: WritableKeyPath<Row, Value> & Sendable
    ) -> @Sendable (UnsafePointer<Row>) -> Value {
        guard let offset = MemoryLayout<Row>.offset(of: path) else { return { $0.pointee[keyPath: path] } }
        return { UnsafeRawPointer($0).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee }
    }

    /// The other way: writes a field where it lies.
    static func setter<Value>(
        _ path: WritableKeyPath<Row, Value> & Sendable
    ) -> @Sendable (inout Row, Value) -> Void {
        guard let offset = MemoryLayout<Row>.offset(of: path) else { return { $0[keyPath: path] = $1 } }
        return { row, value in
            withUnsafeMutableBytes(of: &row) { bytes in
                bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
            }
        }
    }
}

extension Column {
    /// A number kept as `integer`.
    static func small(
        _ name: String, _ path: WritableKeyPath<Row, Int> & Sendable, default fallback: Int32? = nil
    ) -> Column {
        let field = field(path)
        return Column(
            name, default: fallback, get: { Int32(clamping: field($0)) }, set: { $0[keyPath: path] = Int($1) })
    }

    /// A number kept as `integer` that may be missing.
    static func small(_ name: String, _ path: WritableKeyPath<Row, Int?> & Sendable) -> Column {
        let field = field(path)
        return Column(
            optional: name, get: { field($0).map(Int32.init(clamping:)) },
            set: { $0[keyPath: path] = $1.map(Int.init) })
    }

    /// A list of texts, kept as `jsonb`: arrays of arrays cannot be bound.
    static func texts(_ name: String, _ path: WritableKeyPath<Row, [String]> & Sendable) -> Column {
        let field = field(path)
        var column = Column(
            name, default: JSONB(text: "[]"),
            get: { JSONB(text: JSON.array(field($0).map(JSON.string)).text) },
            set: { row, stored in
                guard stored.text != "[]" else { return row[keyPath: path] = [] }
                row[keyPath: path] = (try? JSON(parsing: stored.text))?.array?.compactMap(\.string) ?? []
            })
        // Compared as they are, without writing the JSON.
        column.isDefault = { field($0).isEmpty }
        column.isSame = { field($0) == field($1) }
        column.isUniform = { isUniform($0, field) }
        return column
    }

    /// A clock's six columns.
    static func clock(_ prefix: String, _ path: WritableKeyPath<Row, Clock?> & Sendable) -> [Column] {
        let field = field(path)
        return [
            Column(
                optional: "\(prefix)_started_at", get: { field($0)?.startedAt },
                set: { row, value in
                    row[keyPath: path] = value.map { Clock(startedAt: $0, dueAt: $0) }
                }),
            Column(
                optional: "\(prefix)_due_at", get: { field($0)?.dueAt },
                set: { row, value in if let value { row[keyPath: path]?.dueAt = value } }),
            Column(
                optional: "\(prefix)_met_at", get: { field($0)?.metAt },
                set: { row, value in row[keyPath: path]?.metAt = value }),
            Column(
                "\(prefix)_paused", default: 0, get: { Int(field($0)?.paused ?? 0) },
                set: { row, value in row[keyPath: path]?.paused = Int64(value) }),
            Column(
                "\(prefix)_rungs", default: 0, get: { Int32(clamping: field($0)?.rungs ?? 0) },
                set: { row, value in row[keyPath: path]?.rungs = Int(value) }),
            Column(
                optional: "\(prefix)_overdue_at", get: { field($0)?.overdueAt },
                set: { row, value in row[keyPath: path]?.overdueAt = value }),
        ]
    }
}
