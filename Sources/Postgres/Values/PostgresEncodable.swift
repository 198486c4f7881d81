/// A value that can be bound to a statement's parameter.
///
/// Conforming is enough for arrays of the type, too: the requirements of ``PostgresArrayElement`` have defaults.
public protocol PostgresEncodable: PostgresArrayElement {
    /// The type the parameter is declared to have.
    static var postgresType: PostgresType { get }

    /// Appends the value in PostgreSQL's binary format (network byte order), without a length.
    func encode(into bytes: inout [UInt8])
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The raw value's type.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Appends the raw value.
    public func encode(into bytes: inout [UInt8]) {
        rawValue.encode(into: &bytes)
    }
}
