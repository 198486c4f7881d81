extension SQL {
    /// Collects a literal's text and parameters.
    public struct StringInterpolation: StringInterpolationProtocol {
        var statement: SQL = ""

        /// Begins an empty statement.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends a piece of the literal itself.
        public mutating func appendLiteral(_ literal: String) {
            statement.append(verbatim: literal)
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            statement.append(parameter: value)
        }

        /// Binds a value, or a NULL of its type.
        public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
            if let value {
                statement.append(parameter: value)
            } else {
                statement.appendNull(T.postgresType)
            }
        }

        /// Inserts text as it stands in the source code, for instance a table's name.
        public mutating func appendInterpolation(raw: StaticString) {
            statement.append(verbatim: raw.description)
        }

        /// Inserts another statement or piece, renumbering its parameters.
        public mutating func appendInterpolation(sql: SQL) {
            statement.append(sql)
        }
    }
}
