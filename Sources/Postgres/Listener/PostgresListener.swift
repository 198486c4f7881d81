/// Listens to channels on a connection of its own, and connects anew whenever that breaks.
///
/// Notifications are hints: those sent while there is no connection are lost, which is why every new connection is
/// announced. To notice a peer that vanished silently, put `keepalives_idle` into the connection string.
public final class PostgresListener: Sendable {
    private let configuration: PostgresConfiguration
    private let channels: [String]

    /// Makes a listener for channels of exactly these names. Of the configuration it uses what concerns a single
    /// connection, and the bounds of the backoff.
    public init(_ configuration: PostgresConfiguration, channels: [String]) {
        self.configuration = configuration
        self.channels = channels
    }

    /// Listens until the task is cancelled, and then returns.
    ///
    /// - Parameters:
    ///   - onNotification: called for each notification, in order, one at a time.
    ///   - onConnected: called, in order with the notifications, each time that all channels are listened to from now
    ///     on and notifications may have been lost before: after connecting, and after a consumer so slow that
    ///     notifications had to be dropped.
    /// - Throws: ``PostgresError/invalidConfiguration(reason:)`` or ``PostgresError/system(operation:errno:)``; that
    ///   the server cannot be reached is no error but a reason to try again.
    public func run(
        _ onNotification: @Sendable (PostgresNotification) async -> Void,
        onConnected: @Sendable () async -> Void = {}
    ) async throws(PostgresError) {
        let recipe = try ConnectionRecipe(configuration)
        let stop = try StopSignal()
        let (events, continuation) = AsyncStream.makeStream(
            of: ListenerEvent.self, bufferingPolicy: .bufferingOldest(ListenerOutlet.capacity))
        let (configuration, channels) = (configuration, channels)
        // The thread ends by itself once it is told to; to join it could block on a slow name server.
        try OwnerThread.start(named: "postgres-listen") {
            defer { continuation.finish() }
            do throws(PostgresError) {
                let readiness = try Readiness()
                ListenerLoop(
                    configuration: configuration, recipe: recipe, channels: channels, readiness: readiness,
                    stop: stop, outlet: ListenerOutlet(continuation)
                ).run()
            } catch {
                continuation.yield(.failed(error))
            }
        }.detach()
        defer { stop.raise() }
        // Cancelling the task ends the stream.
        for await event in events {
            switch event {
            case .connected: await onConnected()
            case .notification(let notification): await onNotification(notification)
            case .failed(let error): throw error
            }
        }
    }
}
