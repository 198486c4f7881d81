import Postgres

/// A table's columns as one value, from which its INSERT, UPDATE and SELECT are written: a column is named in one place.
/// Every statement is set-based, for one row as for five hundred.
struct Table<Row: Sendable>: Sendable {
    let name: String
    let key: [String]
    let columns: [Column<Row>]
    private let names: [String]
    /// The pieces of the statements around the rows' values.
    private let insertion: SQL
    private let alteration: SQL
    private let match: SQL

    init(_ name: String, key: [String] = ["id"], _ columns: [Column<Row>]) {
        self.name = name
        self.key = key
        self.columns = columns
        let names = columns.map(\.name)
        self.names = names
        let list = names.joined(separator: ", ")
        let set = names.filter { !key.contains($0) }.map { "\($0) = u.\($0)" }.joined(separator: ", ")
        let keys = key.map { "t.\($0) = u.\($0)" }.joined(separator: " AND ")
        insertion = SQL(stringLiteral: "INSERT INTO whistle.\(name) (district_id, \(list)) SELECT ")
        alteration = SQL(stringLiteral: "UPDATE whistle.\(name) AS t SET \(set) FROM unnest(")
        match = SQL(stringLiteral: ") AS u(\(list)) WHERE \(keys) AND t.district_id = ")
    }

    /// The columns, for a SELECT that calls the table by that name.
    func selected(_ alias: String) -> SQL {
        SQL(stringLiteral: names.map { "\(alias).\($0)" }.joined(separator: ", "))
    }

    /// Adds the rows to a district.
    func insert(_ rows: [Row], into district: String) -> SQL {
        var sql = insertion
        sql.append("\(district), u.* FROM unnest(")
        appendArrays(rows, to: &sql)
        sql.append(") AS u")
        return sql
    }

    /// Writes all columns of the rows over the stored ones of the same key.
    func update(_ rows: [Row], in district: String) -> SQL {
        var sql = alteration
        appendArrays(rows, to: &sql)
        sql.append(match)
        sql.append("\(district)")
        return sql
    }

    private func appendArrays(_ rows: [Row], to sql: inout SQL) {
        for (index, column) in columns.enumerated() {
            if index > 0 { sql.append(", ") }
            sql.append(column.bind(rows))
        }
    }

    /// Reads the columns of `selected` that begin at that place of a result's row.
    func read(_ stored: Postgres.Row, from place: Int = 0, into blank: Row) throws(PostgresError) -> Row {
        var row = blank
        for (offset, column) in columns.enumerated() { try column.read(&row, stored, place + offset) }
        return row
    }
}
