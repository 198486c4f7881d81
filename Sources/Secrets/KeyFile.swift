import Foundation
import Glibc

/// The file that holds the installation's keys, mode 0600: base64 of 32 bytes a line, the one that seals first. Those after
/// it only open what they sealed.
public enum KeyFile {
    /// More old keys than anybody has use for.
    private static let longest = 4096

    /// Reads the keys, or makes one where there is no file.
    /// - Throws: `.keyFile` when it cannot be read or written, is open to others, or holds no key.
    public static func load(_ path: String) throws(SecretsError) -> [[UInt8]] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return [try make(path)] }
            throw .keyFile(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw .keyFile(path: path, reason: "others may read it: chmod 600")
        }
        var buffer = [UInt8](repeating: 0, count: longest)
        let count = read(file, &buffer, buffer.count)
        return try parse(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self), from: path)
    }

    /// Reads keys given as base64, as in an environment variable: one, or several with blanks or commas between.
    public static func parse(_ text: String, from path: String) throws(SecretsError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        for part in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let data = Data(base64Encoded: String(part)), data.count == 32 else {
                throw .keyFile(path: path, reason: "it holds something else than base64 of 32 bytes")
            }
            keys.append(Array(data))
        }
        guard !keys.isEmpty else { throw .keyFile(path: path, reason: "it holds no base64 of 32 bytes") }
        return keys
    }

    /// Puts a new key before the others.
    /// - Returns: all of them.
    public static func rotate(_ path: String) throws(SecretsError) -> [[UInt8]] {
        let keys = [Random.bytes(32)] + (try load(path))
        try replace(path, keys)
        return keys
    }

    /// Forgets all but the first key.
    public static func forgetOld(_ path: String) throws(SecretsError) {
        try replace(path, Array(try load(path).prefix(1)))
    }

    private static func replace(_ path: String, _ keys: [[UInt8]]) throws(SecretsError) {
        let temporary = try write(keys, beside: path)
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw .keyFile(path: path, reason: reason)
        }
    }

    private static func make(_ path: String) throws(SecretsError) -> [UInt8] {
        let key = Random.bytes(32)
        // Made whole under another name and linked: a second broker starting now finds all of it or none.
        let temporary = try write([key], beside: path)
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 else {
            if errno == EEXIST { return try load(path)[0] }
            throw .keyFile(path: path, reason: String(cString: strerror(errno)))
        }
        return key
    }

    private static func write(_ keys: [[UInt8]], beside path: String) throws(SecretsError) -> String {
        let temporary = "\(path).\(getpid())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .keyFile(path: path, reason: String(cString: strerror(errno))) }
        let text = Array(keys.map { Data($0).base64EncodedString() + "\n" }.joined().utf8)
        let written = Glibc.write(file, text, text.count)
        fsync(file)
        close(file)
        guard written == text.count else {
            unlink(temporary)
            throw .keyFile(path: path, reason: "could not be written")
        }
        return temporary
    }
}
