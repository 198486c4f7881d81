/// A PostgreSQL data type, named by the numbers it has in `pg_type`.
public struct PostgresType: Sendable, Hashable {
    /// The type's own number; 0 leaves the choice to the server.
    public let oid: UInt32
    /// The number of the type's array type; 0 if there is none.
    public let arrayOID: UInt32

    /// Names a type by its number and the number of its array type.
    public init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }
}
