import Foundation
import Glibc

/// The closed folder a server's socket lies in. Whoever can walk into it is `postgres` to the server, which trusts
/// every local login; so it belongs to the server's user and nobody else can enter.
struct SocketFolder: Sendable {
    /// PostgreSQL names the socket after a port, and this is its default.
    static let port = 5432
    /// The socket's name in the folder.
    static let socket = ".s.PGSQL.\(port)"
    /// What `sockaddr_un` holds, without the closing zero.
    private static let longestPath = 107

    let path: String

    /// Makes the folder for a cluster, empty, in the first place that has room for it.
    static func make(for cluster: String, account: ServerAccount) throws(PrivatePostgresError) -> SocketFolder {
        let name = PathDigest.of(cluster)
        var refusal = PrivatePostgresError.unusable(path: "/tmp", reason: "no place for a socket")
        for base in try bases(account) {
            let folder = SocketFolder(path: base + name)
            guard folder.path.utf8.count + 1 + socket.utf8.count <= longestPath else { continue }
            do {
                try folder.prepare(account)
                return folder
            } catch {
                refusal = error
            }
        }
        throw refusal
    }

    /// Whether it is there, closed, and the server user's own.
    func isPrivate(_ account: ServerAccount) -> Bool {
        guard let status = Folder.status(path) else { return false }
        return status.isFolder && status.owner == account.userID && status.permissions & 0o077 == 0
    }

    /// Removes the folder, with the socket when one is left.
    func remove() {
        removeSocket()
        rmdir(path)
    }

    private func prepare(_ account: ServerAccount) throws(PrivatePostgresError) {
        if mkdir(path, 0o700) == 0 {
            try account.own(path)
        } else if errno != EEXIST {
            throw .system(path, errno)
        } else if account.isOther, let status = Folder.status(path), status.isFolder, status.owner == geteuid() {
            // Left by a start that was interrupted before it gave the folder away.
            try account.own(path)
        }
        guard isPrivate(account) else {
            throw .unusable(path: path, reason: "it is not a folder of \(account.name) closed to others")
        }
        // No server of this cluster runs now; a lock file with a reused process id would keep the next from starting.
        removeSocket()
    }

    private func removeSocket() {
        unlink(path + "/" + Self.socket)
        unlink(path + "/" + Self.socket + ".lock")
    }

    /// The beginnings of the possible paths, best first. The user's runtime directory is closed to `postgres`.
    private static func bases(_ account: ServerAccount) throws(PrivatePostgresError) -> [String] {
        let temporary = "/tmp/whistle-"
        if account.isOther {
            do {
                try Folder.make("/run/whistle", permissions: 0o711)
                return try account.canEnter("/run/whistle") ? ["/run/whistle/", temporary] : [temporary]
            } catch .unusable {
                return [temporary]
            }
        }
        guard let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/"),
            Folder.status(runtime)?.owner == account.userID,
            // The server reads a list of folders with quotes and commas; such a name is not worth the quoting.
            runtime.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"\"',\\".utf8.contains($0) })
        else { return [temporary] }
        return [runtime + "/whistle-", temporary]
    }
}
