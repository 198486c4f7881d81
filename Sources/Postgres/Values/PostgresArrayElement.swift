/// A type whose Swift arrays can be bound to a parameter.
///
/// It stands apart from ``PostgresEncodable`` for the sake of `UInt8`, which has no PostgreSQL type of its own while
/// `[UInt8]` has one: `bytea`.
public protocol PostgresArrayElement: Sendable {
    /// The PostgreSQL type of `[Self]`.
    static var postgresArrayType: PostgresType { get }

    /// Appends `elements` as one value in binary format, without a length.
    static func encode(array elements: [Self], into bytes: inout [UInt8])
}

extension PostgresArrayElement where Self: PostgresEncodable {
    /// The array type that belongs to the element's type. It has no array type itself: arrays are one-dimensional.
    public static var postgresArrayType: PostgresType { PostgresType(oid: postgresType.arrayOID, arrayOID: 0) }

    /// Appends a one-dimensional array without NULLs.
    public static func encode(array elements: [Self], into bytes: inout [UInt8]) {
        bytes.appendArrayHeader(count: elements.count, hasNull: false, element: postgresType)
        for element in elements {
            bytes.appendSized(element)
        }
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresEncodable {
    /// The array type that belongs to the wrapped type.
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

    /// Appends a one-dimensional array in which `nil` is NULL.
    public static func encode(array elements: [Wrapped?], into bytes: inout [UInt8]) {
        let hasNull = elements.contains { $0 == nil }
        bytes.appendArrayHeader(count: elements.count, hasNull: hasNull, element: Wrapped.postgresType)
        for element in elements {
            if let element {
                bytes.appendSized(element)
            } else {
                bytes.append(bigEndian: Int32(-1))
            }
        }
    }
}

extension UInt8: PostgresArrayElement {
    /// `bytea`
    public static var postgresArrayType: PostgresType { .bytea }

    /// Appends the bytes as they are.
    public static func encode(array elements: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: elements)
    }
}

extension Array: PostgresArrayElement, PostgresEncodable where Element: PostgresArrayElement {
    /// The element's array type.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Appends the whole array as one value.
    public func encode(into bytes: inout [UInt8]) {
        Element.encode(array: self, into: &bytes)
    }
}
