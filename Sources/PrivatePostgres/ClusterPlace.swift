import Foundation
import Glibc

/// Where the cluster of a data directory lives: inside it, or in the shelter when the server's user cannot walk there.
struct ClusterPlace: Sendable {
    /// The cluster itself, PostgreSQL's own data directory.
    let directory: String
    /// The folder it lies in; unfinished clusters are made beside it.
    let home: String
    /// Whether a finished cluster is there.
    let exists: Bool
    /// The file in the data directory that names a cluster elsewhere.
    private let note: String

    /// Whether the cluster is outside the data directory.
    let isElsewhere: Bool

    /// Finds the place, and claims one in the shelter when that is needed. The data directory is locked by the caller.
    static func find(
        dataDirectory: String, shelter: String, account: ServerAccount
    ) throws(PrivatePostgresError) -> ClusterPlace {
        let note = dataDirectory + "/postgres.location"
        if let named = named(in: note) {
            guard Folder.status(named) != nil else { throw .clusterMissing(cluster: named, namedIn: note) }
            return try existing(named, note: note, isElsewhere: true, account: account)
        }
        let inside = dataDirectory + "/postgres"
        if Folder.status(inside) != nil, Folder.names(inside) != [] {
            return try existing(inside, note: note, isElsewhere: false, account: account)
        }
        // PostgreSQL keeps paths in buffers of 1,024 bytes and appends to them.
        let fits = inside.utf8.count <= 900
        if fits, try account.canEnter(dataDirectory) {
            return ClusterPlace(
                directory: inside, home: dataDirectory, exists: false, note: note, isElsewhere: false)
        }
        guard account.isOther else {
            throw .unusable(path: inside, reason: "PostgreSQL takes no path longer than 900 bytes")
        }
        return try sheltered(dataDirectory, shelter: shelter, note: note, account: account)
    }

    /// Gives the note its name, which makes a finished cluster in the shelter the data directory's own.
    func complete() throws(PrivatePostgresError) {
        if isElsewhere, Self.named(in: note) == nil { try SmallFile.move(note + ".new", to: note) }
    }

    private static func existing(
        _ cluster: String, note: String, isElsewhere: Bool, account: ServerAccount
    ) throws(PrivatePostgresError) -> ClusterPlace {
        if let status = Folder.status(cluster), status.owner != account.userID {
            throw .wrongOwner(cluster: cluster, owner: status.owner, account: account.name)
        }
        guard access(cluster + "/PG_VERSION", F_OK) == 0 else {
            throw .unusable(path: cluster, reason: "it is no PostgreSQL cluster, and it is not empty")
        }
        guard try account.canEnter(cluster) else {
            throw .unreachable(cluster: cluster, account: account.name)
        }
        return ClusterPlace(
            directory: cluster, home: Folder.parent(cluster), exists: true, note: note, isElsewhere: isElsewhere)
    }

    /// A folder in the shelter. The note is written under another name first: an interrupted start finds its folder
    /// again by it, and a cluster without a note is never taken for this directory's. Such a cluster is what remains
    /// when a data directory was deleted, and its data is not ours to show or to remove.
    private static func sheltered(
        _ dataDirectory: String, shelter: String, note: String, account: ServerAccount
    ) throws(PrivatePostgresError) -> ClusterPlace {
        try Folder.make(shelter, permissions: 0o711)
        let shelter = try Folder.canonical(shelter)
        var claimed = named(in: note + ".new").map(Folder.parent)
        if let earlier = claimed, Folder.parent(earlier) != shelter || Folder.status(earlier) == nil { claimed = nil }
        let home: String
        if let claimed { home = claimed } else { home = try claim(shelter + "/" + PathDigest.of(dataDirectory)) }
        let cluster = home + "/postgres"
        try SmallFile.create(home + "/data-directory", dataDirectory + "\n")
        try SmallFile.create(note + ".new", cluster + "\n")
        guard try account.canEnter(home) else { throw .unreachable(cluster: cluster, account: account.name) }
        return ClusterPlace(
            directory: cluster, home: home, exists: access(cluster + "/PG_VERSION", F_OK) == 0, note: note,
            isElsewhere: true)
    }

    /// Makes the first free folder of the name.
    private static func claim(_ name: String) throws(PrivatePostgresError) -> String {
        var path = name
        var number = 1
        while mkdir(path, 0o711) != 0 {
            guard errno == EEXIST, number < 1_000 else { throw .system(path, errno) }
            number += 1
            path = "\(name)-\(number)"
        }
        guard chmod(path, 0o711) == 0 else { throw .system(path, errno) }
        return path
    }

    private static func named(in note: String) -> String? {
        let path = SmallFile.read(note)?.trimmingCharacters(in: .newlines)
        return path.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
