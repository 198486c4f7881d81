/// A value that can be read from a result's column.
///
/// Conforming is enough for arrays of the type, too: ``PostgresDecodableElement`` has a default.
public protocol PostgresDecodable: PostgresDecodableElement {
    /// Reads a value that is not NULL.
    ///
    /// - Parameters:
    ///   - bytes: the value in binary format; valid during the call only.
    ///   - type: the type's number as the server says it.
    /// - Throws: ``PostgresError/mismatch(_:type:)`` if the bytes are no such value.
    init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError)
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value and refuses one that stands for nothing.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, type: type)) else {
            throw .mismatch(Self.self, type: type)
        }
        self = value
    }
}
