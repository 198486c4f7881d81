import CLibPQ

/// Asks the server to cancel what a connection is doing.
///
/// libpq 15 can only do that by opening another connection and blocking on it, hence a thread for each request.
/// Unchecked, since the pointer is handed to that thread and touched by nobody else.
struct CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Copies what is needed from an open connection.
    init?(_ connection: OpaquePointer?) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    /// Sends the request and calls `whenDelivered` on the thread that did, whether it succeeded or not.
    func send(whenDelivered: @escaping @Sendable () -> Void) throws(PostgresError) {
        do {
            try OwnerThread.start(named: "pg-cancel") {
                var explanation = [CChar](repeating: 0, count: 256)
                _ = PQcancel(pointer, &explanation, Int32(explanation.count))
                PQfreeCancel(pointer)
                whenDelivered()
            }.detach()
        } catch {
            PQfreeCancel(pointer)
            throw error
        }
    }
}
