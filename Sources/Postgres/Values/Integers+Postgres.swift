extension Int: PostgresEncodable, PostgresDecodable {
    /// `bigint`
    public static var postgresType: PostgresType { .int8 }

    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int64(self))
    }

    /// Reads smallint, integer and bigint.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        self = Int(try Int64(postgres: bytes, type: type))
    }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    /// `bigint`
    public static var postgresType: PostgresType { .int8 }

    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    /// Reads smallint, integer and bigint.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        let value: Int64? =
            switch type {
            case PostgresType.int8.oid: bytes.bigEndian(Int64.self)
            case PostgresType.int4.oid: bytes.bigEndian(Int32.self).map(Int64.init)
            case PostgresType.int2.oid: bytes.bigEndian(Int16.self).map(Int64.init)
            default: nil
            }
        guard let value else { throw .mismatch(Int.self, type: type) }
        self = value
    }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    /// `integer`
    public static var postgresType: PostgresType { .int4 }

    /// Appends four bytes.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    /// Reads smallint and integer.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard type != PostgresType.int8.oid, let value = try? Int64(postgres: bytes, type: type) else {
            throw .mismatch(Int32.self, type: type)
        }
        self = Int32(truncatingIfNeeded: value)
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    /// `smallint`
    public static var postgresType: PostgresType { .int2 }

    /// Appends two bytes.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    /// Reads smallint.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard type == PostgresType.int2.oid, let value = bytes.bigEndian(Int16.self) else {
            throw .mismatch(Int16.self, type: type)
        }
        self = value
    }
}
