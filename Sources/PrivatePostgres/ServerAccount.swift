import Glibc

/// The user PostgreSQL's programs run as: ourselves, or `postgres` when we are root.
struct ServerAccount: Sendable {
    let name: String
    let userID: uid_t
    let groupID: gid_t

    /// What stands before a command to run it as this user; empty for ourselves.
    private let prefix: [String]

    /// Whether it is another user than the one this process runs as.
    var isOther: Bool { !prefix.isEmpty }

    /// The account for this process.
    static func current() throws(PrivatePostgresError) -> ServerAccount {
        guard geteuid() == 0 else {
            return ServerAccount(name: "user id \(geteuid())", userID: geteuid(), groupID: getegid(), prefix: [])
        }
        let name = "postgres"
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil, entry.pw_uid != 0 else {
            throw .accountMissing(name: name)
        }
        let prefix: [String]
        if access("/usr/bin/setpriv", X_OK) == 0 {
            prefix = ["/usr/bin/setpriv", "--reuid=\(name)", "--regid=\(entry.pw_gid)", "--init-groups", "--"]
        } else {
            prefix = ["/sbin/runuser", "-u", name, "--"]
        }
        return ServerAccount(name: name, userID: entry.pw_uid, groupID: entry.pw_gid, prefix: prefix)
    }

    /// The command that runs `words` as this user, under the same process id.
    func command(_ words: [String]) -> [String] {
        prefix + words
    }

    /// Whether this user can enter the folder. It is tried rather than worked out: groups and access lists count too.
    func canEnter(_ folder: String) throws(PrivatePostgresError) -> Bool {
        if !isOther { return access(folder, X_OK) == 0 }
        return try ChildProcess.run(command(["/bin/sh", "-c", "cd \"$1\"", "sh", folder])).status == 0
    }

    /// Gives a folder of ours to this user.
    func own(_ folder: String) throws(PrivatePostgresError) {
        guard isOther else { return }
        guard lchown(folder, userID, groupID) == 0 else { throw .system(folder, errno) }
    }
}
