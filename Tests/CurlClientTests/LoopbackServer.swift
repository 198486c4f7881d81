import Glibc
import Synchronization

/// A server on 127.0.0.1 whose every connection is served by a closure on a thread of its own.
final class LoopbackServer: Sendable {
    struct Counts {
        var connections = 0
        var bytes = 0
        var requests: [ReceivedRequest] = []
        var isOver = false
        var open: Set<Int32> = []
    }

    let port: UInt16
    /// Each request once it was read whole.
    let arrivals: AsyncStream<ReceivedRequest>
    private let listener: Int32
    private let counts = Mutex(Counts())
    private let arrived: AsyncStream<ReceivedRequest>.Continuation

    /// - Parameter serve: called for each connection; the connection is closed when it returns.
    init(_ serve: @escaping @Sendable (Connection) -> Void) {
        (arrivals, arrived) = AsyncStream.makeStream()
        (listener, port) = Self.listen()
        ServerThread.start { [self] in accept(serve) }
    }

    /// Answers each request of a connection in turn.
    static func answering(_ answer: @escaping @Sendable (Connection, ReceivedRequest) -> Void) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.readRequest() { answer(connection, request) }
        }
    }

    /// A port where nobody listens.
    static func closedPort() -> UInt16 {
        let (descriptor, port) = listen()
        close(descriptor)
        return port
    }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> String {
        "http://\(host):\(port)\(path)"
    }

    var connections: Int { counts.withLock { $0.connections } }
    var bytes: Int { counts.withLock { $0.bytes } }
    var requests: [ReceivedRequest] { counts.withLock { $0.requests } }

    func note(bytes: Int) {
        counts.withLock { $0.bytes += bytes }
    }

    func note(_ request: ReceivedRequest) {
        counts.withLock { $0.requests.append(request) }
        arrived.yield(request)
    }

    /// Ends the listener and every connection; the listener first, so that nobody comes back.
    func stop() {
        counts.withLock { counts in
            // A second time its number may belong to somebody else's socket.
            guard !counts.isOver else { return }
            counts.isOver = true
            shutdown(listener, Int32(SHUT_RDWR))
            for descriptor in counts.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func accept(_ serve: @escaping @Sendable (Connection) -> Void) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let isOver = counts.withLock { counts in
                counts.connections += 1
                counts.open.insert(descriptor)
                return counts.isOver
            }
            if isOver { shutdown(descriptor, Int32(SHUT_RDWR)) }
            ServerThread.start { [self] in
                serve(Connection(descriptor: descriptor, server: self))
                // Forgotten before it is closed: the number may be another connection's right after.
                counts.withLock { _ = $0.open.remove(descriptor) }
                close(descriptor)
            }
        }
        close(listener)
    }

    private static func listen() -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                precondition(bind(descriptor, generic, length) == 0, "no port for the loopback server")
                precondition(Glibc.listen(descriptor, 1_024) == 0, "no listener for the loopback server")
                getsockname(descriptor, generic, &length)
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}
