import Postgres
import Synchronization

/// A table's columns as one value, from which its INSERT, UPDATE and SELECT are written: a column is named in one place.
/// Every statement is set-based, for one row as for five hundred.
final class Table<Row: Sendable>: Sendable {
    /// Which columns a statement names: bit n is column n.
    private typealias Chosen = UInt128

    private struct Statement: Hashable {
        enum Kind { case insert, update, guardedUpdate }
        let kind: Kind
        let chosen: Chosen
        /// Which of the chosen ones hold a value of its own in each row.
        let varied: Chosen
    }

    let name: String
    let columns: [Column<Row>]
    /// How many of the first columns are the key.
    private let keys: Int
    /// The column that moves with every change of a row.
    private let revision: Int?
    /// Statements that were put together before, by the columns they name.
    private let texts = Mutex<[Statement: String]>([:])
    /// The columns in which new rows have been seen to differ: bound as arrays from then on, the others as one value for
    /// all rows. It only grows, so that a district's traffic soon has one statement and a connection never many.
    private let varied: Mutex<Chosen>

    /// - Parameters:
    ///   - keys: how many of the first columns tell rows of a district apart.
    ///   - revision: the column that moves with every change of a row.
    init(_ name: String, keys: Int = 1, revision: String? = nil, _ columns: [Column<Row>]) {
        self.name = name
        self.keys = keys
        self.revision = columns.firstIndex { $0.name == revision }
        self.columns = columns
        varied = Mutex((1 << Chosen(keys)) - 1)
    }

    /// The columns, for a SELECT that calls the table by that name.
    func selected(_ alias: String) -> SQL {
        SQL(stringLiteral: columns.map { "\(alias).\($0.name)" }.joined(separator: ", "))
    }

    /// Adds the rows to a district. Columns in which every row holds the table's own default are left out: of a new
    /// whistle's that is two thirds. Of the others, those in which the rows never differed are bound once: each element of
    /// an array costs PostgreSQL a call where it arrives and one where it is taken out.
    func insert(_ rows: [Row], into district: String) -> SQL {
        rows.withUnsafeBufferPointer { rows in
            let (chosen, varied) = choose(rows)
            return SQL(whole: text(.insert, chosen, varied)) { binder in
                binder.bind(district)
                for (index, column) in columns.enumerated() where chosen & (1 << Chosen(index)) != 0 {
                    if varied & (1 << Chosen(index)) != 0 {
                        column.bind(rows, &binder)
                    } else {
                        column.bindFirst(rows, &binder)
                    }
                }
            }
        }
    }

    /// The columns to name, and which to bind as arrays: what is raised together has most in common, kind, state, channel
    /// and every time.
    private func choose(_ rows: UnsafeBufferPointer<Row>) -> (chosen: Chosen, varied: Chosen) {
        guard !rows.isEmpty, let first = rows.baseAddress else { return (.max, .max) }
        return varied.withLock { varied in
            var chosen: Chosen = 0
            for index in columns.indices {
                let column = columns[index]
                let bit: Chosen = 1 << Chosen(index)
                let isDefault = column.isDefault(first)
                guard isDefault || varied & bit == 0 else {
                    chosen |= bit
                    continue
                }
                let isUniform = column.isUniform(rows)
                if !isUniform { varied |= bit }
                if !isDefault || !isUniform { chosen |= bit }
            }
            return (chosen, varied)
        }
    }

    /// Writes the rows over the stored ones of the same key: the columns in which any of them differs from what was
    /// read, so that an update touches no index it need not.
    /// - Returns: `nil` when nothing differs.
    func update(_ rows: [Row], from old: [Row], in district: String) -> SQL? {
        precondition(rows.count == old.count, "every changed row needs the one that was read")
        return rows.withUnsafeBufferPointer { rows in
            old.withUnsafeBufferPointer { old in
                let changed = differences(rows, old)
                return changed == 0 ? nil : update(rows, changed, in: district)
            }
        }
    }

    /// The same for rows that were read without a lock: where one of them has another revision by now, the statement
    /// fails with SQLSTATE 40001, and with it its transaction.
    func update(_ rows: [Row], ifStill old: [Row], in district: String) -> SQL? {
        precondition(rows.count == old.count, "every changed row needs the one that was read")
        guard let revision else { preconditionFailure("\(name) has no revision") }
        return rows.withUnsafeBufferPointer { rows in
            old.withUnsafeBufferPointer { old in
                let changed = differences(rows, old)
                return changed == 0 ? nil : update(rows, changed, ifStill: old, columns[revision], in: district)
            }
        }
    }

    private func update(
        _ rows: UnsafeBufferPointer<Row>, _ changed: Chosen, ifStill old: UnsafeBufferPointer<Row>,
        _ revision: Column<Row>, in district: String
    ) -> SQL {
        let chosen = changed | ((1 << Chosen(keys)) - 1)
        return SQL(whole: text(.guardedUpdate, chosen)) { binder in
            binder.bind(district)
            bind(rows, chosen, to: &binder)
            revision.bind(old, &binder)
        }
    }

    /// The columns, without the key, in which any of the rows differs.
    private func differences(_ rows: UnsafeBufferPointer<Row>, _ old: UnsafeBufferPointer<Row>) -> Chosen {
        guard let new = rows.baseAddress, let old = old.baseAddress else { return 0 }
        var changed: Chosen = 0
        for (index, column) in columns.enumerated().dropFirst(keys)
        where !rows.indices.allSatisfy({ column.isSame(new + $0, old + $0) }) {
            changed |= 1 << Chosen(index)
        }
        return changed
    }

    /// Writes all columns of the rows over the stored ones of the same key.
    func update(_ rows: [Row], in district: String) -> SQL {
        rows.withUnsafeBufferPointer { update($0, (1 << Chosen(columns.count)) - 1, in: district) }
    }

    private func update(_ rows: UnsafeBufferPointer<Row>, _ changed: Chosen, in district: String) -> SQL {
        let chosen = changed | ((1 << Chosen(keys)) - 1)
        return SQL(whole: text(.update, chosen)) { binder in
            binder.bind(district)
            bind(rows, chosen, to: &binder)
        }
    }

    private func bind(_ rows: UnsafeBufferPointer<Row>, _ chosen: Chosen, to binder: inout Binder) {
        for (index, column) in columns.enumerated() where chosen & (1 << Chosen(index)) != 0 {
            column.bind(rows, &binder)
        }
    }

    private func text(_ kind: Statement.Kind, _ chosen: Chosen, _ varied: Chosen = .max) -> String {
        texts.withLock { texts in
            let statement = Statement(kind: kind, chosen: chosen, varied: chosen & varied)
            if let text = texts[statement] { return text }
            let names = columns.indices.filter { chosen & (1 << Chosen($0)) != 0 }.map { columns[$0].name }
            let text =
                switch kind {
                case .insert: insertion(chosen, varied)
                case .update: alteration(names)
                case .guardedUpdate: guardedAlteration(names)
                }
            texts[statement] = text
            return text
        }
    }

    private func insertion(_ chosen: Chosen, _ varied: Chosen) -> String {
        let chosen = columns.indices.filter { chosen & (1 << Chosen($0)) != 0 }
        let names = chosen.map { columns[$0].name }.joined(separator: ", ")
        let values = chosen.enumerated().map { place, index in
            varied & (1 << Chosen(index)) != 0 ? "unnest($\(place + 2))" : "$\(place + 2)"
        }
        return "INSERT INTO whistle.\(name) (district_id, \(names)) SELECT $1, \(values.joined(separator: ", "))"
    }

    private func alteration(_ names: [String]) -> String {
        let set = names.dropFirst(keys).map { "\($0) = u.\($0)" }.joined(separator: ", ")
        let match = names.prefix(keys).map { "t.\($0) = u.\($0)" }.joined(separator: " AND ")
        return """
            UPDATE whistle.\(name) AS t SET \(set)
            FROM (SELECT \(elements(of: names.count))) AS u(\(names.joined(separator: ", ")))
            WHERE \(match) AND t.district_id = $1
            """
    }

    private func guardedAlteration(_ names: [String]) -> String {
        let set = names.dropFirst(keys).map { "\($0) = u.\($0)" }.joined(separator: ", ")
        let match = names.prefix(keys).map { "t.\($0) = u.\($0)" }.joined(separator: " AND ")
        let revision = revision.map { columns[$0].name } ?? ""
        return """
            WITH done AS (
                UPDATE whistle.\(name) AS t SET \(set)
                FROM (SELECT \(elements(of: names.count + 1)))
                    AS u(\((names + ["revision_read"]).joined(separator: ", ")))
                WHERE \(match) AND t.district_id = $1 AND t.\(revision) = u.revision_read RETURNING 1
            )
            SELECT whistle.insist(count(*) = cardinality($2)) FROM done
            """
    }

    /// The arrays' elements side by side, one row for each place: all arrays are as long as the rows are many. In the list of
    /// a SELECT they are taken one by one, while `FROM unnest(…)` first puts each array into a table of its own, which was
    /// half of what a row of twenty columns cost.
    private func elements(of count: Int) -> String {
        (2..<count + 2).map { "unnest($\($0))" }.joined(separator: ", ")
    }

    /// Reads the columns of `selected` that begin at that place of a result's row.
    func read(_ stored: Postgres.Row, from place: Int = 0, into blank: Row) throws(PostgresError) -> Row {
        var row = blank
        for (offset, column) in columns.enumerated() { try column.read(&row, stored, place + offset) }
        return row
    }

    /// The statements with all columns and no rows: what a test has prepared.
    func statements(_ district: String) -> [SQL] {
        let none = UnsafeBufferPointer<Row>(start: nil, count: 0)
        let guarded = revision.map {
            update(none, (1 << Chosen(columns.count)) - 1, ifStill: none, columns[$0], in: district)
        }
        return [
            insert([], into: district), update([], in: district),
            "SELECT \(sql: selected("t")) FROM whistle.\(sql: SQL(stringLiteral: name)) AS t WHERE t.district_id = \(district)",
        ] + [guarded].compactMap { $0 }
    }

    /// Some of the columns: for a statement that need not read the rest.
    func part(_ names: Set<String>) -> Table {
        Table(
            name, keys: keys, revision: revision.map { columns[$0].name }, columns.filter { names.contains($0.name) })
    }
}
