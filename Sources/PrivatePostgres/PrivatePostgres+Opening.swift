extension PrivatePostgres {
    /// The work of ``start(_:)``, in order; it blocks.
    static func open(_ configuration: PrivatePostgresConfiguration) throws(PrivatePostgresError) -> PrivatePostgres {
        let sets = try PostgresPrograms.installed(configured: configuration.programsDirectory)
        let account = try ServerAccount.current()
        let dataDirectory = try prepare(configuration.dataDirectory, account: account)
        var locks = [try DirectoryLock(dataDirectory)]
        let place = try ClusterPlace.find(
            dataDirectory: dataDirectory, shelter: configuration.shelter, account: account)
        // A copied data directory names the same cluster as its original; their first locks differ.
        if place.isElsewhere { locks.append(try DirectoryLock(place.home)) }

        let version = place.exists ? Cluster.version(place.directory) : nil
        let programs = try PostgresPrograms.choose(from: sets, cluster: place.directory, version: version)
        let cluster = Cluster(directory: place.directory, account: account, programs: programs)
        if !place.exists { try cluster.create(in: place, durability: configuration.durability) }
        try place.complete()

        let settings = ServerSettings(configuration)
        if let server = try cluster.adopt(settings: settings, limit: configuration.startLimit) {
            return PrivatePostgres(cluster: cluster, server: server, locks: locks, adopted: true)
        }
        try cluster.shutDown()
        let server = try cluster.launch(settings: settings, limit: configuration.startLimit)
        return PrivatePostgres(cluster: cluster, server: server, locks: locks, adopted: false)
    }

    /// Makes the data directory when it is missing. As root it is open to walking through, not to reading, so that
    /// `postgres` can reach its cluster.
    private static func prepare(
        _ path: String, account: ServerAccount
    ) throws(PrivatePostgresError) -> String {
        guard !path.utf8.contains(where: { $0 < 0x20 }), !path.isEmpty else {
            throw .unusable(path: "the data directory", reason: "its name is empty or has control characters")
        }
        try Folder.make(path, permissions: account.isOther ? 0o711 : 0o700)
        let resolved = try Folder.canonical(path)
        guard Folder.status(resolved)?.isFolder == true else {
            throw .unusable(path: resolved, reason: "it is not a folder")
        }
        return resolved
    }
}
