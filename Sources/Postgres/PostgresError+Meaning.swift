extension PostgresError {
    /// The five-character SQLSTATE, if the server sent one.
    public var sqlState: String? {
        if case .server(let sqlState, _, _, _, _, _, _) = self { sqlState } else { nil }
    }

    /// The violated constraint's name, if the server named one.
    public var constraint: String? {
        if case .server(_, _, _, _, let constraint, _, _) = self { constraint } else { nil }
    }

    /// Which of the caller's statements failed, counted from 0.
    public var statementIndex: Int? {
        if case .server(_, _, _, _, _, _, let index) = self { index } else { nil }
    }

    /// Whether the same work, unchanged, may succeed when tried again later.
    ///
    /// This says nothing about whether it ran already: see ``isOutcomeUnknown``.
    public var isRetryable: Bool {
        switch self {
        case .server(let sqlState, _, _, _, _, _, _):
            Self.retryableStates.contains(sqlState) || sqlState.hasPrefix("08")
        case .connectionLost, .cannotConnect, .poolExhausted, .acquireTimedOut: true
        default: false
        }
    }

    /// Whether the statements may have taken effect although an error came back.
    public var isOutcomeUnknown: Bool {
        switch self {
        case .connectionLost(let whileRunning): whileRunning
        case .cancelled: true
        case .server(let sqlState, _, _, _, _, _, _): sqlState.hasPrefix("57P0") || sqlState.hasPrefix("08")
        default: false
        }
    }

    /// Serialization failure, deadlock, the server's own shutdown or start, and too many connections.
    private static let retryableStates: Set<String> = [
        "40001", "40P01", "57P01", "57P02", "57P03", "57P05", "53300",
    ]
}
