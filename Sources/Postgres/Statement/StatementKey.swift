/// What makes two statements the same prepared statement.
struct StatementKey: Hashable {
    let text: String
    let types: [UInt32]

    init(_ statement: SQL) {
        text = statement.text
        types = statement.parameters.types
    }
}
