import Foundation

/// Runs programs the tests need around them.
///
/// With plain POSIX calls, since Foundation's `Process` waits for the grandchildren, too, and a server that was
/// started in the background stays.
enum Command {
    /// A program that did not succeed.
    struct Failure: Error {
        let command: String
        let status: Int32
    }

    /// Runs a program to its end, quietly.
    static func run(_ path: String, _ arguments: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        let words = ([path] + arguments).map { strdup($0) }
        defer { words.forEach { free($0) } }
        var process = pid_t()
        var status = posix_spawn(&process, path, &actions, nil, words + [nil], environ)
        if status == 0 {
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
        }
        guard status == 0 else {
            throw Failure(command: ([path] + arguments).joined(separator: " "), status: status)
        }
    }
}
