import Glibc

/// Reads and writes of little text files. Root writes into folders of another user here, so no link is followed.
enum SmallFile {
    /// The file's text, or `nil` when it cannot be read.
    static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return String(decoding: Descriptor.readAll(descriptor), as: UTF8.self)
    }

    /// Makes the file anew, in place of whatever has its name, and brings it to the disk.
    static func create(
        _ path: String, _ text: String, owner: ServerAccount? = nil
    ) throws(PrivatePostgresError) {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path, errno) }
        defer { close(descriptor) }
        if let owner, owner.isOther, fchown(descriptor, owner.userID, owner.groupID) != 0 {
            throw .system(path, errno)
        }
        let code = Descriptor.writeAll(descriptor, text)
        guard code == 0 else { throw .system(path, code) }
        guard fsync(descriptor) == 0 else { throw .system(path, errno) }
    }

    /// Replaces the file in one step: a reader sees the old text or the new.
    static func replace(
        _ path: String, _ text: String, owner: ServerAccount? = nil
    ) throws(PrivatePostgresError) {
        try create(path + ".new", text, owner: owner)
        try move(path + ".new", to: path)
    }

    /// Renames, and brings the folder's entry to the disk.
    static func move(_ path: String, to target: String) throws(PrivatePostgresError) {
        guard rename(path, target) == 0 else { throw .system(target, errno) }
        let folder = open(Folder.parent(target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
