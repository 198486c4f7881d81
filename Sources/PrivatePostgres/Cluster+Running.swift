import Glibc

extension Cluster {
    /// The server a killed program left running, when it answers and runs with the settings wanted. One that is
    /// starting is waited for. `nil` when there is none to adopt; what runs then has to be shut down.
    func adopt(settings: ServerSettings, limit: Duration) throws(PrivatePostgresError) -> RunningServer? {
        var wait = Patience(bound: limit)
        repeat {
            guard let server = try postmaster() else { return nil }
            if server.isSingleUser { throw .inUse(directory: directory, holder: server.processID) }
            if server.status == "stopping" { return nil }
            guard server.status == "ready" else { continue }
            let folder = SocketFolder(path: server.socketDirectory)
            // The file is written only while no server runs, so it tells the settings of the one that does.
            guard SmallFile.read(directory + "/" + ServerSettings.file) == settings.text, folder.isPrivate(account)
            else { return nil }
            switch try readiness(folder) {
            case 0: return RunningServer(processID: server.processID, socketFolder: folder)
            case 1: continue
            default: return nil
            }
        } while wait.pause()
        return nil
    }

    /// Starts a server in a directory that has none, and waits until it takes connections.
    func launch(settings: ServerSettings, limit: Duration) throws(PrivatePostgresError) -> RunningServer {
        removeForeignPostmasterFile()
        removeOldLogs()
        try SmallFile.replace(directory + "/" + ServerSettings.file, settings.text, owner: account)
        let folder = try SocketFolder.make(for: directory, account: account)
        do {
            let child = try spawn(folder)
            try awaitReady(child, limit: limit)
            child.reapInBackground()
            return RunningServer(processID: child.processID, socketFolder: folder)
        } catch {
            if try processes().isEmpty { folder.remove() }
            throw error
        }
    }

    /// What `pg_isready` finds: 0 when the server takes connections, 1 when it refuses them for now (it recovers),
    /// more when nobody answers. It asks as the server's user: others may not enter the folder.
    private func readiness(_ folder: SocketFolder) throws(PrivatePostgresError) -> Int32 {
        let words = [
            programs.path("pg_isready"), "--quiet", "--timeout=10", "--host=\(folder.path)",
            "--port=\(SocketFolder.port)", "--dbname=postgres",
        ]
        return try ChildProcess.run(account.command(words)).status
    }

    /// A crash leaves the file behind, and after a restart of the machine its number may be another process's. The
    /// server would take that one for its predecessor and refuse. The caller has seen that the directory has no
    /// process; a number of no process is left for the server's own checks.
    private func removeForeignPostmasterFile() {
        guard let file = PostmasterFile(cluster: directory) else { return }
        if kill(file.processID, 0) == 0 || errno == EPERM {
            unlink(PostmasterFile.path(directory))
        }
    }

    private func spawn(_ folder: SocketFolder) throws(PrivatePostgresError) -> ChildProcess {
        // The shell opens the log as the server's user, then becomes the server: one process id all the way. The log
        // begins anew, which bounds it.
        let script = "umask 077; log=$1; shift; exec \"$@\" > \"$log\" 2>&1"
        let words = [
            "/bin/sh", "-c", script, "sh", startLog, programs.path("postgres"), "-D", directory,
            // On the command line, where no ALTER SYSTEM can open the server to a network.
            "-c", "listen_addresses=", "-c", "unix_socket_directories=\(folder.path)",
            "-c", "port=\(SocketFolder.port)",
        ]
        return try ChildProcess.launch(account.command(words), ownSession: true)
    }

    private func awaitReady(_ child: ChildProcess, limit: Duration) throws(PrivatePostgresError) {
        var wait = Patience(bound: limit)
        repeat {
            if let status = child.poll() {
                throw .startFailed(cluster: directory, reason: lastWords(status), log: currentLog)
            }
            if let file = PostmasterFile(cluster: directory), file.processID == child.processID,
                file.status == "ready"
            {
                return
            }
        } while wait.pause()
        // It goes on with its recovery; the next start finds it further on.
        child.reapInBackground()
        throw .startFailed(cluster: directory, reason: "it takes no connections after \(limit)", log: currentLog)
    }
}
