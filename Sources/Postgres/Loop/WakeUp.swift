import CLibPQ
import Glibc

/// An eventfd that gets a thread out of `epoll_wait`.
final class WakeUp: Sendable {
    let descriptor: Int32

    init() throws(PostgresError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .system(operation: "eventfd", errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    func signal() {
        var one: UInt64 = 1
        // It can only fail when the counter is full, and then the thread wakes up anyway.
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
}
