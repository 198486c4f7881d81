import ServiceLifecycle
import Synchronization

/// The wish to end, from the first moment on: a signal that comes while the database is being made or the demo loaded
/// must not leave a PostgreSQL behind.
final class Ending: Sendable {
    private struct State {
        var isRequested = false
        var services: ServiceGroup?
    }

    private let state = Mutex(State())

    var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Ends what runs; what has not begun yet does not begin.
    func request() async {
        let services = state.withLock { state in
            state.isRequested = true
            return state.services
        }
        await services?.triggerGracefulShutdown()
    }

    /// From now on these are what is ended; at once where the wish came before.
    func end(_ services: ServiceGroup) async {
        let requested = state.withLock { state in
            state.services = services
            return state.isRequested
        }
        if requested { await services.triggerGracefulShutdown() }
    }
}
