extension Double: PostgresEncodable, PostgresDecodable {
    /// `double precision`
    public static var postgresType: PostgresType { .float8 }

    /// Appends eight bytes, IEEE 754.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: bitPattern)
    }

    /// Reads double precision and real.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        let value: Double? =
            switch type {
            case PostgresType.float8.oid: bytes.bigEndian(UInt64.self).map(Double.init(bitPattern:))
            case PostgresType.float4.oid: bytes.bigEndian(UInt32.self).map { Double(Float(bitPattern: $0)) }
            default: nil
            }
        guard let value else { throw .mismatch(Double.self, type: type) }
        self = value
    }
}
