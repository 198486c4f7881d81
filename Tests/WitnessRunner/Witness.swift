import Foundation

/// Runs a script of `Tests/witness` with the Python that holds the packages of `Tests/witnesses.txt`.
public enum Witness {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// What the script prints.
    /// - Throws: `Failure` with everything printed when it ends with another code than 0, or when there is no Python.
    public static func run(_ script: String, _ arguments: [String] = []) async throws -> String {
        guard let python = ProcessInfo.processInfo.environment["WHISTLE_TEST_PYTHON"] else {
            throw Failure(
                description:
                    "WHISTLE_TEST_PYTHON names no Python that has Tests/witnesses.txt: run the tests through script/test"
            )
        }
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("witness/\(script)").path
        // A file takes what a pipe would hold up, as nobody reads while it is printed.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("whistle-witness-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try FileHandle(forWritingTo: file)
        defer { try? output.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [path] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        // Waited for without holding a thread of the pool.
        let (ends, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
        var status: Int32 = -1
        for await ended in ends { status = ended }
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        guard status == 0 else { throw Failure(description: "\(script) ended with \(status): \(text)") }
        return text
    }

    /// A fresh folder below the temporary directory; the caller removes it.
    public static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "whistle-papers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
