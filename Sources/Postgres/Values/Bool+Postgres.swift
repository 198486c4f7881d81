extension Bool: PostgresEncodable, PostgresDecodable {
    /// `boolean`
    public static var postgresType: PostgresType { .bool }

    /// Appends one byte.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(self ? 1 : 0)
    }

    /// Reads boolean.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard type == PostgresType.bool.oid, bytes.count == 1 else { throw .mismatch(Bool.self, type: type) }
        self = bytes[0] != 0
    }
}
