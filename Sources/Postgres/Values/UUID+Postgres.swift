public import Foundation

extension UUID: PostgresEncodable, PostgresDecodable {
    /// `uuid`
    public static var postgresType: PostgresType { .uuid }

    /// Appends sixteen bytes.
    public func encode(into bytes: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    /// Reads uuid.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard type == PostgresType.uuid.oid, bytes.count == MemoryLayout<uuid_t>.size else {
            throw .mismatch(UUID.self, type: type)
        }
        self = UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
