/// What `NOTIFY` sent.
public struct PostgresNotification: Sendable, Hashable {
    /// The channel's name.
    public let channel: String
    /// The text given to `NOTIFY`; empty if there was none.
    public let payload: String
    /// The process number of the sending session's server process.
    public let processID: Int32
}
