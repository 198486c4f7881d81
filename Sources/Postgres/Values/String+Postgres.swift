extension String: PostgresEncodable, PostgresDecodable {
    /// `text`
    public static var postgresType: PostgresType { .text }

    /// Appends the text as UTF-8. PostgreSQL refuses a NUL character in it.
    public func encode(into bytes: inout [UInt8]) {
        // One copy where the text lies in one piece, which is nearly always.
        if utf8.withContiguousStorageIfAvailable({ bytes.append(contentsOf: $0) }) == nil {
            bytes.append(contentsOf: utf8)
        }
    }

    /// Reads text, varchar, char(n), name, json, jsonb, void and untyped literals.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        switch type {
        case PostgresType.text.oid, PostgresType.varchar.oid, PostgresType.bpchar.oid, PostgresType.name.oid,
            PostgresType.json.oid, PostgresType.unknown.oid, PostgresType.void.oid:
            self = String(decoding: bytes, as: UTF8.self)
        case PostgresType.jsonb.oid:
            self = try JSONB(postgres: bytes, type: type).text
        default:
            // Enum types have numbers of their own, which differ from database to database, and travel as text.
            guard type >= PostgresType.firstUserOID, let text = String(validating: bytes, as: UTF8.self) else {
                throw .mismatch(String.self, type: type)
            }
            self = text
        }
    }
}
