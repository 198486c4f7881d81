extension PostgresType {
    /// `boolean`
    public static let bool = PostgresType(oid: 16, arrayOID: 1000)
    /// `bytea`
    public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    /// `name`, the type of identifiers in the catalogs
    public static let name = PostgresType(oid: 19, arrayOID: 1003)
    /// `bigint`
    public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    /// `smallint`
    public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    /// `integer`
    public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    /// `text`
    public static let text = PostgresType(oid: 25, arrayOID: 1009)
    /// `json`
    public static let json = PostgresType(oid: 114, arrayOID: 199)
    /// `real`
    public static let float4 = PostgresType(oid: 700, arrayOID: 1021)
    /// `double precision`
    public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    /// A literal without a type
    public static let unknown = PostgresType(oid: 705, arrayOID: 0)
    /// `character(n)`
    public static let bpchar = PostgresType(oid: 1042, arrayOID: 1014)
    /// `character varying`
    public static let varchar = PostgresType(oid: 1043, arrayOID: 1015)
    /// `date`
    public static let date = PostgresType(oid: 1082, arrayOID: 1182)
    /// `timestamp without time zone`
    public static let timestamp = PostgresType(oid: 1114, arrayOID: 1115)
    /// `timestamp with time zone`
    public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    /// `uuid`
    public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    /// `void`, what a function without a result returns
    public static let void = PostgresType(oid: 2278, arrayOID: 0)
    /// `jsonb`
    public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)

    /// Types made by users have numbers from here on.
    static let firstUserOID: UInt32 = 16384
}
