import Domain
import JSON
import Postgres

/// One column of a table: its name, and how it is bound for many rows at once and read from one.
struct Column<Row: Sendable>: Sendable {
    let name: String
    /// Binds the column's values of all rows as one array.
    let bind: @Sendable ([Row]) -> SQL
    let read: @Sendable (inout Row, Postgres.Row, Int) throws(PostgresError) -> Void

    init<Value: PostgresEncodable & PostgresDecodable>(
        _ name: String, get: @escaping @Sendable (Row) -> Value, set: @escaping @Sendable (inout Row, Value) -> Void
    ) {
        self.name = name
        bind = { rows in "\(rows.map(get))" }
        read = { row, stored, place throws(PostgresError) in
            set(&row, try stored.decode(place, as: Value.self))
        }
    }

    init<Value: PostgresEncodable & PostgresDecodable>(
        optional name: String, get: @escaping @Sendable (Row) -> Value?,
        set: @escaping @Sendable (inout Row, Value?) -> Void
    ) {
        self.name = name
        bind = { rows in "\(rows.map(get))" }
        read = { row, stored, place throws(PostgresError) in
            set(&row, try stored.decodeIfPresent(place, as: Value.self))
        }
    }

    init<Value: PostgresEncodable & PostgresDecodable>(
        _ name: String, _ path: WritableKeyPath<Row, Value> & Sendable
    ) {
        self.init(name, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
    }

    init<Value: PostgresEncodable & PostgresDecodable>(
        _ name: String, _ path: WritableKeyPath<Row, Value?> & Sendable
    ) {
        self.init(optional: name, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
    }

    /// A list of texts, kept as `jsonb`: arrays of arrays cannot be bound.
    static func texts(_ name: String, _ path: WritableKeyPath<Row, [String]> & Sendable) -> Column {
        Column(
            name, get: { JSONB(text: JSON.array($0[keyPath: path].map(JSON.string)).text) },
            set: { row, stored in
                row[keyPath: path] = (try? JSON(parsing: stored.text))?.array?.compactMap(\.string) ?? []
            })
    }

    /// A clock's five columns.
    static func clock(_ prefix: String, _ path: WritableKeyPath<Row, Clock?> & Sendable) -> [Column] {
        [
            Column(
                optional: "\(prefix)_started_at", get: { $0[keyPath: path]?.startedAt },
                set: { row, value in
                    row[keyPath: path] = value.map { Clock(startedAt: $0, dueAt: $0) }
                }),
            Column(
                optional: "\(prefix)_due_at", get: { $0[keyPath: path]?.dueAt },
                set: { row, value in if let value { row[keyPath: path]?.dueAt = value } }),
            Column(
                optional: "\(prefix)_met_at", get: { $0[keyPath: path]?.metAt },
                set: { row, value in row[keyPath: path]?.metAt = value }),
            Column(
                "\(prefix)_paused", get: { Int($0[keyPath: path]?.paused ?? 0) },
                set: { row, value in row[keyPath: path]?.paused = Int64(value) }),
            Column(
                optional: "\(prefix)_overdue_at", get: { $0[keyPath: path]?.overdueAt },
                set: { row, value in row[keyPath: path]?.overdueAt = value }),
        ]
    }
}
