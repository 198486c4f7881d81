import Testing

@testable import Postgres

@Suite struct LiteralTests {
    @Test func literalWithoutInterpolationIsJustText() {
        let statement: SQL = "SELECT '$1', 100"
        #expect(statement.text == "SELECT '$1', 100")
        #expect(statement.bindings.isEmpty)
    }

    @Test func valuesBecomeParameters() {
        let name = "O'Brien; DROP TABLE item"
        let missing: Int? = nil
        let statement: SQL = "INSERT INTO item VALUES (\(name), \(7), \(missing), \(["a", "b"]))"
        #expect(statement.text == "INSERT INTO item VALUES ($1, $2, $3, $4)")
        #expect(statement.bindings.map(\.type) == [25, 20, 20, 1009])
        #expect(statement.bindings[0].bytes == Array(name.utf8))
        #expect(statement.bindings[1].bytes == [0, 0, 0, 0, 0, 0, 0, 7])
        #expect(statement.bindings[2].bytes == nil)
    }

    @Test func splicedStatementsAreRenumbered() {
        let many = (1...12).map { number -> SQL in "(\(number))" }
        let list = many.dropFirst().reduce(many[0]) { $0 + ", " + $1 }
        let statement: SQL = "SELECT \("first"), \(sql: list), 中\("last")"
        #expect(statement.text.hasPrefix("SELECT $1, ($2), ($3)"))
        #expect(statement.text.hasSuffix("($13), 中$14"))
        #expect(statement.bindings.count == 14)
        #expect(statement.bindings[13].bytes == Array("last".utf8))
        #expect(statement.bindings[12].bytes == [0, 0, 0, 0, 0, 0, 0, 12])
    }

    @Test func rawTextIsInserted() {
        let statement: SQL = "SELECT * FROM \(raw: "item") WHERE id = \(1)"
        #expect(statement.text == "SELECT * FROM item WHERE id = $1")
    }

    @Test func sumsRenumberNullsAndEmptyValues() {
        let missing: String? = nil
        let left: SQL = "SELECT \(missing), \("")"
        let sum = left + (", \(missing), \([UInt8]())" as SQL)
        #expect(sum.text == "SELECT $1, $2, $3, $4")
        #expect(sum.bindings.map(\.bytes) == [nil, [], nil, []])
    }
}
