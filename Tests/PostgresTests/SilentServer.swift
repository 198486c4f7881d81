import Foundation
import Glibc

/// A socket that takes connections and never says a word.
struct SilentServer {
    let folder: String
    private let descriptor: Int32

    init() throws {
        folder = "/tmp/pgs.\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: "\(folder)/.s.PGSQL.5432".utf8)
        }
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0, listen(descriptor, 16) == 0 else { throw POSIXError(.EIO) }
    }

    func close() {
        _ = Glibc.close(descriptor)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
