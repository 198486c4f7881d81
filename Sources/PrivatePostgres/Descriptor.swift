import Glibc

/// Whole reads and writes on a file descriptor.
enum Descriptor {
    /// Everything up to the end of the file; a read error counts as the end.
    static func readAll(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return bytes }
            bytes += piece.prefix(count)
        }
    }

    /// Writes everything; answers the error number, 0 when all went well.
    static func writeAll(_ descriptor: Int32, _ text: String) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return 0
    }
}
