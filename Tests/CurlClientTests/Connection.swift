import Glibc

/// The server's side of one connection. Used by that connection's thread only.
struct Connection {
    let descriptor: Int32
    let server: LoopbackServer

    /// Reads one request, up to its `Content-Length`; `nil` when the client hung up.
    func readRequest() -> ReceivedRequest? {
        guard let head = readHead() else { return nil }
        let request = ReceivedRequest(head: head, body: [])
        let length = request.headers("Content-Length").first.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
        var body: [UInt8] = []
        while body.count < length {
            guard let more = read(atMost: length - body.count) else { return nil }
            body += more
        }
        let whole = ReceivedRequest(head: head, body: body)
        server.note(whole)
        return whole
    }

    /// Reads up to the empty line, byte by byte, so that nothing of the body is taken.
    func readHead() -> String? {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard let next = read(atMost: 1) else { return nil }
            bytes += next
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func read(atMost count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &buffer, count, 0)
        guard received > 0 else { return nil }
        server.note(bytes: received)
        return Array(buffer.prefix(received))
    }

    /// - Returns: whether the client still listened.
    @discardableResult
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    func answer(_ status: String, headers: [String] = [], body: String = "") {
        let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)", "", body]
        write(lines.joined(separator: "\r\n"))
    }

    /// Blocks until the client hangs up, or until it sends something.
    func waitForClient() {
        var pollable = pollfd(descriptor: descriptor)
        poll(&pollable, 1, -1)
    }

    /// Whether the client hung up within the milliseconds; the pace of a slow server.
    func clientLeaves(within milliseconds: Int32) -> Bool {
        var pollable = pollfd(descriptor: descriptor)
        return poll(&pollable, 1, milliseconds) > 0
    }

    /// Makes the coming close a reset.
    func reset() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }
}

extension pollfd {
    fileprivate init(descriptor: Int32) {
        self.init(fd: descriptor, events: Int16(POLLIN), revents: 0)
    }
}
