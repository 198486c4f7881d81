/// What a listener's thread tells the task that runs it.
enum ListenerEvent: Sendable {
    case connected
    case notification(PostgresNotification)
    /// The thread could not begin its work.
    case failed(PostgresError)
}
