import Glibc

/// Holds a server's thread until a test lets it go.
final class Gate: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var pair: [Int32] = [0, 0]
        let result = pipe(&pair)
        precondition(result == 0, "no pipe for the loopback server")
        ends = (pair[0], pair[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    /// Blocks until the gate is opened, once for each opening.
    func pass() {
        var byte: UInt8 = 0
        read(ends.read, &byte, 1)
    }

    func open() {
        var byte: UInt8 = 1
        write(ends.write, &byte, 1)
    }
}
