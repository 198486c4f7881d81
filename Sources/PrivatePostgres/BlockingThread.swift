import Glibc

/// A thread of its own for work that blocks: waiting for child processes and files must never hold one of the few
/// threads Swift's tasks share.
enum BlockingThread {
    /// What the new thread runs, boxed to pass through C.
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Runs `body` on a new thread and waits for it without blocking the caller's. The work is not cancelled with the
    /// task: every piece of it has a bound of its own, and half a start would leave a server nobody knows.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let started = detach { continuation.resume(returning: body()) }
            // No thread to be had: blocking the caller's is better than never answering.
            if !started { continuation.resume(returning: body()) }
        }
    }

    /// Runs `body` on a new thread nobody waits for; `false` when the system has no thread to give.
    static func detach(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
