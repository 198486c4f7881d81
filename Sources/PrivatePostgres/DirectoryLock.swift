import Glibc
import Synchronization

/// Holds a directory for this process. The kernel lets go of it when the process dies, however it dies; children do
/// not inherit it.
final class DirectoryLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the directory, or says who has it.
    init(_ directory: String) throws(PrivatePostgresError) {
        let path = directory + "/whistle.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw .system(path, code) }
            let holder = SmallFile.read(path).flatMap { Int32($0.prefix { $0.isNumber }) }
            throw .inUse(directory: directory, holder: holder)
        }
        // The number is for the other one's message only; the lock itself is the kernel's.
        ftruncate(descriptor, 0)
        _ = Descriptor.writeAll(descriptor, "\(getpid())\n")
        self.descriptor = Mutex(descriptor)
    }

    deinit {
        release()
    }

    /// Lets go. The file stays: removing it would let two processes hold two files of one name.
    func release() {
        descriptor.withLock { held in
            if let open = held { close(open) }
            held = nil
        }
    }
}
