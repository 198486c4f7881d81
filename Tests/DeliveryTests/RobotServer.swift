import Foundation
import Glibc
import Synchronization

/// A robot on 127.0.0.1: answers each request as a closure says, and keeps what it was told. Its threads are its own,
/// since it blocks.
final class RobotServer: Sendable {
    struct Told: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: String
    }

    struct Reply: Sendable {
        var status = 200
        var headers: [String] = []
        var body = #"{"errcode":0,"errmsg":"ok"}"#
        /// Hang up without an answer.
        var hangsUp = false
        /// Called before the answer is written: a test may hold it here.
        var before: (@Sendable () -> Void)?

        static let ok = Reply()
        static func code(_ code: Int, _ message: String = "") -> Reply {
            Reply(body: #"{"errcode":\#(code),"errmsg":"\#(message)"}"#)
        }
        static func status(_ status: Int, _ headers: String...) -> Reply {
            Reply(status: status, headers: headers, body: "")
        }
    }

    let port: UInt16
    /// Each request, when it was read.
    let arrivals: AsyncStream<Told>
    private let listener: Int32
    private let reply: @Sendable (Told) -> Reply
    private let arrived: AsyncStream<Told>.Continuation
    private let kept = Mutex<[Told]>([])

    init(_ reply: @escaping @Sendable (Told) -> Reply) {
        self.reply = reply
        (arrivals, arrived) = AsyncStream.makeStream()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                precondition(bind(descriptor, generic, length) == 0, "no port for the robot")
                precondition(listen(descriptor, 256) == 0, "no listener for the robot")
                getsockname(descriptor, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                Thread.detachNewThread { [self] in serve(connection) }
            }
        }
    }

    var url: String { "http://127.0.0.1:\(port)/robot?key=k" }
    var told: [Told] { kept.withLock { $0 } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        while let told = read(connection) {
            kept.withLock { $0.append(told) }
            let reply = reply(told)
            arrived.yield(told)
            reply.before?()
            guard !reply.hangsUp else { return }
            let head = ["HTTP/1.1 \(reply.status) X"] + reply.headers + ["Content-Length: \(reply.body.utf8.count)"]
            let bytes = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + reply.body).utf8)
            guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
        }
    }

    private func read(_ connection: Int32) -> Told? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        let parts = lines[0].split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces) }
        }
        var body = [UInt8](repeating: 0, count: headers["content-length"].flatMap { Int($0) } ?? 0)
        var got = 0
        while got < body.count {
            let count = body.withUnsafeMutableBytes { recv(connection, $0.baseAddress! + got, $0.count - got, 0) }
            guard count > 0 else { return nil }
            got += count
        }
        return Told(
            method: String(parts[0]), path: String(parts[1]), headers: headers,
            body: String(decoding: body, as: UTF8.self))
    }
}
