import Foundation
import Testing

/// Runs `Tests/witness/working_days.py` with the Python that holds the witnesses' packages.
enum CalendarWitness {
    /// The lines it prints for those years.
    static func lines(years: [Int]) async throws -> [Substring] {
        let python = try #require(
            ProcessInfo.processInfo.environment["WHISTLE_TEST_PYTHON"],
            "WHISTLE_TEST_PYTHON names no Python that has Tests/witnesses.txt: run the tests through script/test")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("witness/working_days.py").path
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "whistle-calendar-\(UUID().uuidString)")
        // A file takes what a pipe would hold up: the table has half a megabyte, and nobody reads while it is printed.
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try FileHandle(forWritingTo: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script] + years.map(String.init)
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
        try #require(status == 0, "\(text)")
        return text.split(separator: "\n")
    }
}
