import CLibPQ
import Glibc

/// A POSIX thread.
///
/// Everything here is free of actor isolation: a function handed to `pthread_create` that inherited some would trap.
struct OwnerThread: Sendable {
    private let thread: pthread_t

    /// Starts a thread with a name of at most 15 bytes.
    static func start(
        named name: String, _ body: @escaping @Sendable () -> Void
    ) throws(PostgresError) -> OwnerThread {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw .system(operation: "pthread_create", errno: code)
        }
        return OwnerThread(thread: thread)
    }

    /// Waits for the thread's end.
    func join() {
        pthread_join(thread, nil)
    }

    /// Lets the thread end unattended.
    func detach() {
        pthread_detach(thread)
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            // Signals belong to the threads of the program, and a write to a dead socket must not end it.
            var signals = sigset_t()
            sigfillset(&signals)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            postgres_name_thread(name)
            body()
        }
    }
}
