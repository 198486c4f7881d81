import Foundation
import Glibc

/// What is asked of folders on the way to a cluster.
enum Folder {
    /// Owner and permissions of what stands at a path, links not followed.
    struct Status: Sendable {
        let owner: uid_t
        let permissions: mode_t
        let isFolder: Bool
    }

    /// `nil` when nothing stands there or the way is closed.
    static func status(_ path: String) -> Status? {
        var found = stat()
        guard lstat(path, &found) == 0 else { return nil }
        return Status(
            owner: found.st_uid, permissions: found.st_mode & 0o7777, isFolder: found.st_mode & S_IFMT == S_IFDIR)
    }

    /// Makes a folder and those above it that are missing. The permissions are given to those made here only, and
    /// whatever the umask: nobody's existing folder is loosened.
    static func make(_ path: String, permissions: mode_t) throws(PrivatePostgresError) {
        if access(path, F_OK) == 0 { return }
        let above = parent(path)
        if above != path { try make(above, permissions: permissions) }
        guard mkdir(path, permissions) == 0 else {
            if errno == EEXIST { return }
            throw .system(path, errno)
        }
        guard chmod(path, permissions) == 0 else { throw .system(path, errno) }
    }

    /// The path without links and dots.
    static func canonical(_ path: String) throws(PrivatePostgresError) -> String {
        guard let resolved = realpath(path, nil) else { throw .system(path, errno) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The folder a path lies in.
    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The names in a folder, or `nil` when it cannot be read.
    static func names(_ path: String) -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: path)
    }

    /// Removes a folder and everything in it, as far as that goes.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}
