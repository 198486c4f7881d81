import Foundation

/// The file that holds the installation's key: base64 of 32 bytes, mode 0600.
public enum KeyFile {
    /// Reads the key, or makes one where there is none.
    /// - Throws: `.keyFile` when it cannot be read or written, is open to others, or holds no key.
    public static func load(_ path: String) throws(SecretsError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return try make(path) }
            throw .keyFile(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw .keyFile(path: path, reason: "others may read it: chmod 600")
        }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(file, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return try parse(text, from: path)
    }

    /// Reads a key given as base64, as in an environment variable.
    public static func parse(_ text: String, from path: String) throws(SecretsError) -> [UInt8] {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let data = Data(base64Encoded: text), data.count == 32 else {
            throw .keyFile(path: path, reason: "it holds no base64 of 32 bytes")
        }
        return Array(data)
    }

    private static func make(_ path: String) throws(SecretsError) -> [UInt8] {
        let key = Random.bytes(32)
        // Made whole under another name and linked: a second broker starting now finds all of it or none.
        let temporary = "\(path).\(getpid())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .keyFile(path: path, reason: String(cString: strerror(errno))) }
        let text = Array((Data(key).base64EncodedString() + "\n").utf8)
        let written = write(file, text, text.count)
        fsync(file)
        close(file)
        defer { unlink(temporary) }
        guard written == text.count else { throw .keyFile(path: path, reason: "could not be written") }
        guard link(temporary, path) == 0 else {
            if errno == EEXIST { return try load(path) }
            throw .keyFile(path: path, reason: String(cString: strerror(errno)))
        }
        return key
    }
}
