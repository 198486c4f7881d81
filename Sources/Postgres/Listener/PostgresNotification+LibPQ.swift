import CLibPQ

extension PostgresNotification {
    /// Copies what libpq has read.
    init(_ notification: PGnotify) {
        channel = String(cString: notification.relname)
        payload = String(cString: notification.extra)
        processID = notification.be_pid
    }
}
