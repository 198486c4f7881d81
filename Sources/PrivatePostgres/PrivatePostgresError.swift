/// Why a private PostgreSQL server could not be started or stopped. The description is one line for the operator.
public enum PrivatePostgresError: Error, Sendable, CustomStringConvertible {
    /// No usable set of PostgreSQL programs; `looked` says where, `found` what stands there instead.
    case programsMissing(looked: String, found: String?)
    /// The program runs as root, and there is no unprivileged user for the server.
    case accountMissing(name: String)
    /// A file or folder could not be made, read or used.
    case unusable(path: String, reason: String)
    /// Another process holds the directory.
    case inUse(directory: String, holder: Int32?)
    /// The cluster belongs to another user than the one the server would run as.
    case wrongOwner(cluster: String, owner: UInt32, account: String)
    /// The server's user cannot walk to an existing cluster.
    case unreachable(cluster: String, account: String)
    /// The data directory names a cluster that is no longer there.
    case clusterMissing(cluster: String, namedIn: String)
    /// The cluster was made by a version whose programs are not installed.
    case versionMismatch(cluster: String, version: Int, installed: [Int])
    /// A program could not be run at all.
    case spawnFailed(program: String, reason: String)
    /// `initdb` gave up.
    case initializationFailed(cluster: String, reason: String)
    /// The server ended, or did not answer in time.
    case startFailed(cluster: String, reason: String, log: String)
    /// Processes of the server outlived even an immediate shutdown.
    case stopFailed(cluster: String, processes: [Int32])

    /// One line, safe to log, that says what is wrong and, where it is known, what to do.
    public var description: String {
        switch self {
        case .programsMissing(let looked, let found):
            let instead = found.map { "; found \($0)" } ?? ""
            return "PostgreSQL 15 or newer is not installed (looked in \(looked)\(instead)): "
                + "apt-get install postgresql-15 (or the newest your system has), or give a database URL"
        case .accountMissing(let name):
            return "PostgreSQL refuses to run as root and there is no user \(name): apt-get install postgresql-15 "
                + "makes one, or run as another user"
        case .unusable(let path, let reason):
            return "\(path) cannot be used: \(reason)"
        case .inUse(let directory, let holder):
            return "\(directory) is already in use\(holder.map { " by process \($0)" } ?? " by another process")"
        case .wrongOwner(let cluster, let owner, let account):
            return "the PostgreSQL cluster \(cluster) belongs to user id \(owner), but its server would run as "
                + "\(account): start as its owner, or give it to \(account) with chown -R"
        case .unreachable(let cluster, let account):
            return "user \(account) cannot walk to the PostgreSQL cluster \(cluster): a folder above it is closed"
        case .clusterMissing(let cluster, let namedIn):
            return "the PostgreSQL cluster \(cluster) named in \(namedIn) is gone: bring it back, or remove that file "
                + "to begin with an empty one"
        case .versionMismatch(let cluster, let version, let installed):
            let versions = installed.map(String.init).joined(separator: ", ")
            return "the PostgreSQL cluster \(cluster) is of version \(version), but the programs are of version "
                + "\(versions): apt-get install postgresql-\(version), or upgrade the cluster with pg_upgrade"
        case .spawnFailed(let program, let reason):
            return "\(program) cannot be run: \(reason)"
        case .initializationFailed(let cluster, let reason):
            return "initdb could not make the PostgreSQL cluster \(cluster): \(reason)"
        case .startFailed(let cluster, let reason, let log):
            return "the PostgreSQL server of \(cluster) did not start: \(reason) (see \(log))"
        case .stopFailed(let cluster, let processes):
            let list = processes.map(String.init).joined(separator: ", ")
            return "the PostgreSQL server of \(cluster) did not stop; processes left: \(list)"
        }
    }

    /// The failure of a system call on a file, from `errno`.
    static func system(_ path: String, _ code: Int32) -> PrivatePostgresError {
        .unusable(path: path, reason: SystemReason.text(code))
    }
}
