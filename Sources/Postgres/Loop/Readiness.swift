import CLibPQ
import Glibc

/// The epoll instance of one thread.
final class Readiness {
    /// What a descriptor is ready for, or is watched for.
    struct Interest: OptionSet {
        let rawValue: UInt32
        static let reading = Interest(rawValue: EPOLLIN.rawValue)
        static let writing = Interest(rawValue: EPOLLOUT.rawValue)
        /// Tells each new event once, so that nothing has to be read to quiet the descriptor.
        static let edge = Interest(rawValue: EPOLLET.rawValue)
    }

    private let descriptor: Int32
    private var events = [epoll_event](repeating: epoll_event(), count: 64)

    init() throws(PostgresError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw .system(operation: "epoll_create1", errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Watches a descriptor, or changes what it is watched for.
    func watch(_ watched: Int32, for interest: Interest, token: UInt64) {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = token
        // libpq may have closed a socket and got the same number again, which epoll has then forgotten.
        if epoll_ctl(descriptor, EPOLL_CTL_MOD, watched, &event) != 0, errno == ENOENT {
            _ = epoll_ctl(descriptor, EPOLL_CTL_ADD, watched, &event)
        }
    }

    func forget(_ watched: Int32) {
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, watched, nil)
    }

    /// Waits until something is ready and calls `body` for each token; a negative timeout waits forever.
    func wait(milliseconds: Int32, _ body: (UInt64, Interest) -> Void) {
        let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            body(events[index].data.u64, Interest(rawValue: events[index].events))
        }
    }
}
