import Synchronization
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    /// What a listener has told so far.
    private final class Record: Sendable {
        let connections = Mutex(0)
        let payloads = Mutex<[String]>([])
    }

    private func configuration(_ name: String) throws -> PostgresConfiguration {
        var configuration = PostgresConfiguration(connectionString: try TestServer.connectionString())
        configuration.applicationName = name
        configuration.minimumBackoff = .milliseconds(1)
        return configuration
    }

    private func listening(
        _ name: String, to channels: [String], _ body: (Record) async throws -> Void
    ) async throws {
        let listener = PostgresListener(try configuration(name), channels: channels)
        let record = Record()
        let task = Task {
            try await listener.run { notification in
                record.payloads.withLock { $0.append("\(notification.channel): \(notification.payload)") }
            } onConnected: {
                record.connections.withLock { $0 += 1 }
            }
        }
        try await until { record.connections.withLock { $0 } == 1 }
        try await body(record)
        task.cancel()
        try await task.value
    }

    @Test func notificationsArriveInOrder() async throws {
        try await withPool { pool in
            try await listening("listener order", to: ["orders", "Odd \"name\""]) { record in
                for number in 0..<100 {
                    _ = try await pool.query("SELECT pg_notify('orders', \(String(number)))")
                }
                _ = try await pool.query("SELECT pg_notify('Odd \"name\"', \("工單"))")
                try await until { record.payloads.withLock { $0.count } == 101 }
                let expected = (0..<100).map { "orders: \($0)" } + ["Odd \"name\": 工單"]
                #expect(record.payloads.withLock { $0 } == expected)
            }
        }
    }

    @Test func aLostConnectionIsReplacedAndAnnounced() async throws {
        try await withPool { pool in
            try await listening("listener killed", to: ["hints"]) { record in
                for round in 1...3 {
                    let killed = try await pool.query(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'listener killed'
                        """)
                    #expect(killed.count == 1)
                    try await until { record.connections.withLock { $0 } == round + 1 }
                    _ = try await pool.query("SELECT pg_notify('hints', \(String(round)))")
                    try await until { record.payloads.withLock { $0.count } == round }
                }
            }
        }
    }

    @Test func aListenerEndsWhileTheServerIsDown() async throws {
        let string = try TestServer.connectionString(adding: [("host", "/nonexistent")])
        let listener = PostgresListener(PostgresConfiguration(connectionString: string), channels: ["hints"])
        let task = Task { try await listener.run { _ in } }
        task.cancel()
        try await task.value
    }
}
