import Glibc

extension Cluster {
    /// What the server writes before its log collector runs; all it writes when there is no collector.
    var startLog: String { directory + "/server.log" }

    /// The log the server writes to now.
    var currentLog: String {
        // A line for each destination: `stderr log/server-Mon.log`.
        let line = SmallFile.read(directory + "/current_logfiles")?.split(separator: "\n").first
        guard let name = line?.split(separator: " ", maxSplits: 1).last else { return startLog }
        return name.hasPrefix("/") ? String(name) : directory + "/" + name
    }

    /// Removes last week's logs. The collector empties a weekday's file only when it is running as that day begins; a
    /// server started anew every day would add to the same seven files for ever.
    func removeOldLogs() {
        let folder = directory + "/log"
        let oldest = time(nil) - 6 * 86_400
        for name in Folder.names(folder) ?? [] where name.hasPrefix("server-") {
            var status = stat()
            if lstat(folder + "/" + name, &status) == 0, status.st_mtim.tv_sec < oldest {
                unlink(folder + "/" + name)
            }
        }
    }

    /// The last thing a server said before it ended with a status.
    func lastWords(_ status: Int32) -> String {
        for log in [startLog, currentLog] {
            let lines = (SmallFile.read(log) ?? "").split(separator: "\n")
            if let line = lines.last(where: { $0.contains("FATAL:") || $0.contains("PANIC:") }) { return String(line) }
        }
        let last = SmallFile.read(startLog)?.split(separator: "\n").last
        return last.map(String.init) ?? "it ended with status \(status)"
    }
}
