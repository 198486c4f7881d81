import Glibc

extension Cluster {
    /// Every process of PostgreSQL that works in this directory: they all stay in it, and nobody else's do, however
    /// the directory was moved and whatever numbers were used again. Zombies are not among them.
    ///
    /// The shell runs as the server's user because even root may be forbidden to look (a container without the right
    /// to trace), while a user's own processes are always open to him.
    func processes() throws(PrivatePostgresError) -> [Int32] {
        // An empty answer allows a new server, so it must not come from a blind look: the shell has to see itself and
        // the directory first, and to reach the end.
        let script = """
            [ "/proc/$$/cwd" -ef / ] && [ -d "$1" ] || exit 1
            for process in /proc/[0-9]*; do
                { read -r name < "$process/comm"; } 2> /dev/null || continue
                case $name in postgres | postmaster) ;; *) continue ;; esac
                [ "$process/cwd" -ef "$1" ] && echo "${process#/proc/}"
            done
            echo end
            """
        let outcome = try ChildProcess.run(account.command(["/bin/sh", "-c", script, "sh", directory]))
        let lines = outcome.output.split(separator: "\n")
        guard outcome.status == 0, lines.last == "end" else {
            throw .spawnFailed(program: "/bin/sh", reason: "no list of processes: \(lines.joined(separator: "; "))")
        }
        return lines.compactMap { Int32($0) }
    }

    /// The live server of the directory, when its file names one of the directory's processes.
    func postmaster() throws(PrivatePostgresError) -> PostmasterFile? {
        // A server killed off at its very birth, or its program's, may have processes and no file yet, or none left.
        var wait = Patience(bound: .seconds(2))
        repeat {
            let processes = try processes()
            if processes.isEmpty { return nil }
            if let file = PostmasterFile(cluster: directory), processes.contains(file.processID) { return file }
        } while wait.pause()
        return nil
    }

    /// Ends the server: fast, which rolls back what is open and writes everything out; at once after `grace`. Then
    /// waits until the last of the directory's processes is gone.
    func shutDown(grace: Duration = .seconds(15)) throws(PrivatePostgresError) {
        guard let server = try postmaster() else {
            // Only the workers of a server that was killed can be left, and they have had their time.
            return try clear(grace: .zero)
        }
        kill(server.processID, SIGINT)
        try clear(grace: grace)
    }

    /// Waits until no process of the directory is left. Those that stay (the workers of a killed server finish what
    /// they do before they notice) are told to quit after `grace`, and killed in the end. A server may start only
    /// after this: two generations at work on one directory would destroy it.
    private func clear(grace: Duration) throws(PrivatePostgresError) {
        for (bound, signal) in [(grace, SIGQUIT), (.seconds(5), SIGKILL), (.seconds(5), 0)] {
            var wait = Patience(bound: bound)
            repeat {
                if try processes().isEmpty { return }
            } while wait.pause()
            let left = try processes()
            if signal == 0 && !left.isEmpty { throw .stopFailed(cluster: directory, processes: left) }
            left.forEach { kill($0, signal) }
        }
    }
}
