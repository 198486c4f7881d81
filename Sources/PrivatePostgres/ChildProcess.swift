import Glibc

/// A program started with `posix_spawn`. Everything here blocks, so it is called on a ``BlockingThread`` only.
struct ChildProcess: Sendable {
    /// How a program ended and what it said.
    struct Outcome: Sendable {
        /// The exit status; 128 and the signal's number when a signal ended it.
        let status: Int32
        /// Standard output and standard error together.
        let output: String
    }

    /// Its process id, valid until ``wait()`` or ``poll()`` has said how it ended.
    let processID: Int32

    /// Only what PostgreSQL's programs need: an inherited `PGOPTIONS`, `PGPORT` or locale would change their work.
    private static let environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/",
    ]

    /// glibc's `POSIX_SPAWN_SETSID`, which its headers show to GNU programs only.
    private static let setsid: Int32 = 0x80

    /// Runs a program to its end and collects what it says.
    static func run(_ words: [String]) throws(PrivatePostgresError) -> Outcome {
        var ends: [Int32] = [-1, -1]
        // A pipe cannot be made closed to other children in one step here; a child of another thread that kept our
        // end open would keep us reading.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .spawnFailed(program: words[0], reason: SystemReason.text(errno))
        }
        defer { close(ends[0]) }
        let child: ChildProcess
        do {
            child = try launch(words, output: ends[1])
        } catch {
            close(ends[1])
            throw error
        }
        close(ends[1])
        let output = Descriptor.readAll(ends[0])
        return Outcome(status: child.wait(), output: String(decoding: output, as: UTF8.self))
    }

    /// Starts a program and returns at once.
    ///
    /// - Parameters:
    ///   - words: The program's absolute path and its arguments.
    ///   - output: Where standard output and standard error go; `nil` is nowhere.
    ///   - ownSession: Whether it leaves the terminal's session, so that Ctrl-C does not reach it.
    static func launch(
        _ words: [String], output: Int32? = nil, ownSession: Bool = false
    ) throws(PrivatePostgresError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for target: Int32 in [1, 2] {
            if let output {
                posix_spawn_file_actions_adddup2(&actions, output, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
            }
        }
        for descriptor in inheritable() {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ignored and blocked signals pass through exec; a program with signal sources ignores SIGINT and SIGTERM.
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigdefault(&attributes, &every)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        if ownSession { flags |= setsid }
        posix_spawnattr_setflags(&attributes, Int16(flags))

        // The working directory may be one the server's user cannot enter, and then its programs refuse to start.
        let command = ["/usr/bin/env", "--chdir=/"] + words
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var processID = pid_t()
        let code = posix_spawn(&processID, command[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw .spawnFailed(program: words[0], reason: SystemReason.text(code)) }
        return ChildProcess(processID: processID)
    }

    /// Waits until it has ended, and reaps it.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0 {
            // Somebody else in the program reaped it: how it ended is not known, so it is no success.
            if errno != EINTR { return -1 }
        }
        return Self.exitStatus(status)
    }

    /// How it ended, or `nil` while it runs. Reaps it when it has ended.
    func poll() -> Int32? {
        var status: Int32 = 0
        let found = waitpid(processID, &status, WNOHANG)
        if found == 0 || (found < 0 && errno == EINTR) { return nil }
        return found < 0 ? -1 : Self.exitStatus(status)
    }

    /// Leaves the reaping to a thread that waits for nothing else, so that no zombie stays behind. Without a thread
    /// the zombie stays until this process ends: it holds nothing but its number.
    func reapInBackground() {
        _ = BlockingThread.detach { wait() }
    }

    /// The descriptors a child would get besides the standard ones. A listening socket that went along with the server
    /// would keep the program's port taken after the program's death.
    private static func inheritable() -> [Int32] {
        (Folder.names("/proc/self/fd") ?? []).compactMap { Int32($0) }.filter { descriptor in
            let flags = fcntl(descriptor, F_GETFD)
            return descriptor > 2 && flags >= 0 && flags & FD_CLOEXEC == 0
        }
    }

    /// `WEXITSTATUS` and `WTERMSIG` are macros Swift does not see.
    private static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
