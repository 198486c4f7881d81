import Foundation

/// Where a broker keeps what is its own: key, demo tokens, the private PostgreSQL.
enum DataDirectory {
    /// Makes the directory and returns its absolute path. It is for its owner only; as root others may walk through it,
    /// since the private PostgreSQL inside runs as the user `postgres`. What is kept in it has modes of its own.
    static func prepare(_ path: String) throws -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true,
                attributes: [.posixPermissions: getuid() == 0 ? 0o711 : 0o700])
        } catch { throw StartError("cannot make the data directory \(url.path): \(error.localizedDescription)") }
        return url.path
    }
}
