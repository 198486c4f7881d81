/// A type whose Swift arrays can be read from a column; the counterpart of ``PostgresArrayElement``.
public protocol PostgresDecodableElement {
    /// Reads a whole array from its binary format.
    static func decodeArray(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) -> [Self]
}

extension PostgresDecodableElement where Self: PostgresDecodable {
    /// Reads a one-dimensional array and refuses NULL elements.
    public static func decodeArray(
        postgres bytes: UnsafeRawBufferPointer, type: UInt32
    ) throws(PostgresError) -> [Self] {
        var reader = try ArrayReader(bytes, expecting: [Self].self, type: type)
        var elements: [Self] = []
        elements.reserveCapacity(reader.count)
        while let element = try reader.next() {
            guard let element else { throw .decoding(column: "", expected: "\([Self].self)", got: "NULL element") }
            elements.append(try Self(postgres: element, type: reader.elementType))
        }
        return elements
    }
}

extension Optional: PostgresDecodableElement where Wrapped: PostgresDecodable {
    /// Reads a one-dimensional array in which NULL is `nil`.
    public static func decodeArray(
        postgres bytes: UnsafeRawBufferPointer, type: UInt32
    ) throws(PostgresError) -> [Wrapped?] {
        var reader = try ArrayReader(bytes, expecting: [Wrapped?].self, type: type)
        var elements: [Wrapped?] = []
        elements.reserveCapacity(reader.count)
        while let element = try reader.next() {
            guard let element else {
                elements.append(nil)
                continue
            }
            elements.append(try Wrapped(postgres: element, type: reader.elementType))
        }
        return elements
    }
}

extension UInt8: PostgresDecodableElement {
    /// Reads `bytea`.
    public static func decodeArray(
        postgres bytes: UnsafeRawBufferPointer, type: UInt32
    ) throws(PostgresError) -> [UInt8] {
        guard type == PostgresType.bytea.oid else { throw .mismatch([UInt8].self, type: type) }
        return [UInt8](bytes)
    }
}

extension Array: PostgresDecodableElement, PostgresDecodable where Element: PostgresDecodableElement {
    /// Reads the whole array.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        self = try Element.decodeArray(postgres: bytes, type: type)
    }
}
