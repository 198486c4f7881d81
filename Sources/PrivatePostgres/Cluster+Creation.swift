import Glibc

extension Cluster {
    /// Makes the cluster with `initdb`. It is made beside its place and renamed into it, so that a cluster that is in
    /// its place is whole; what an interrupted attempt left is removed first.
    func create(in place: ClusterPlace, durability: PrivatePostgresConfiguration.Durability)
        throws(PrivatePostgresError)
    {
        let prefix = "postgres.unfinished-"
        for name in Folder.names(place.home) ?? [] where name.hasPrefix(prefix) {
            Folder.remove(place.home + "/" + name)
        }
        // A new name every time: the initdb of a killed process may still be writing to the old one.
        let unfinished = place.home + "/" + prefix + String(UInt64.random(in: 0 ... .max), radix: 36)
        guard mkdir(unfinished, 0o700) == 0 else { throw .system(unfinished, errno) }
        do {
            try account.own(unfinished)
            try initialize(unfinished, durability: durability)
            try SmallFile.move(unfinished, to: directory)
        } catch {
            Folder.remove(unfinished)
            throw error
        }
    }

    private func initialize(
        _ folder: String, durability: PrivatePostgresConfiguration.Durability
    ) throws(PrivatePostgresError) {
        var words = [
            programs.path("initdb"), "--pgdata=\(folder)", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust",
            "--username=postgres", "--data-checksums",
        ]
        if durability == .throwaway { words.append("--no-sync") }
        let outcome = try ChildProcess.run(account.command(words))
        guard outcome.status == 0 else {
            let lines = outcome.output.split(separator: "\n")
            let line = lines.last { $0.contains("error:") || $0.contains("FATAL") } ?? lines.last
            throw .initializationFailed(
                cluster: directory, reason: line.map(String.init) ?? "exit status \(outcome.status)")
        }
        let settings = folder + "/postgresql.conf"
        guard let text = SmallFile.read(settings) else { throw .system(settings, errno) }
        try SmallFile.create(folder + "/" + ServerSettings.file, "", owner: account)
        try SmallFile.replace(settings, text + "\ninclude = '\(ServerSettings.file)'\n", owner: account)
    }
}
