extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One line without any value from a statement or a row.
    public var description: String {
        switch self {
        case .server(let sqlState, let severity, _, _, let constraint, let table, let index):
            "PostgreSQL \(severity) \(sqlState)"
                + (table.map { ", table \($0)" } ?? "")
                + (constraint.map { ", constraint \($0)" } ?? "")
                + (index.map { ", statement \($0)" } ?? "")
        case .connectionLost(let whileRunning):
            whileRunning ? "connection lost while a statement was running" : "connection lost before anything was sent"
        case .cannotConnect: "cannot connect to PostgreSQL"
        case .poolExhausted: "too many callers wait for a connection"
        case .acquireTimedOut: "no connection became free in time"
        case .cancelled: "cancelled"
        case .shutDown: "the connection pool is shut down"
        case .notStarted: "the connection pool was not started"
        case .leaseEnded: "the connection or transaction was used after its end"
        case .transactionRolledBack: "the transaction was rolled back, since one of its statements had failed"
        case .decoding(let column, let expected, let got): "column \(column): expected \(expected), got \(got)"
        case .invalidConfiguration(let reason): "invalid configuration: \(reason)"
        case .invalidStatement(let reason): "invalid statement: \(reason)"
        case .system(let operation, let errno): "\(operation) failed with errno \(errno)"
        }
    }

    /// The description and what the server or libpq said in words; may quote values, never passwords.
    public var debugDescription: String {
        switch self {
        case .server(_, _, let message, let detail, _, _, _):
            description + ": \(message)" + (detail.map { " (\($0))" } ?? "")
        case .cannotConnect(let reason): description + ": \(reason)"
        default: description
        }
    }
}
