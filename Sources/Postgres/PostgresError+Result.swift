import CLibPQ

extension PostgresError {
    /// The error a result of the server describes.
    static func server(result: OpaquePointer, statementIndex: Int?) -> PostgresError {
        func field(_ code: Int) -> String? {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        return .server(
            sqlState: field(POSTGRES_DIAG_SQLSTATE) ?? "XX000",
            severity: field(POSTGRES_DIAG_SEVERITY) ?? "ERROR",
            message: field(POSTGRES_DIAG_MESSAGE) ?? "",
            detail: field(POSTGRES_DIAG_DETAIL),
            constraint: field(POSTGRES_DIAG_CONSTRAINT),
            table: field(POSTGRES_DIAG_TABLE),
            statementIndex: statementIndex)
    }
}
