import Foundation

/// A program started by a test: its output, its end, and a way to end it.
public final class Program: Sendable {
    /// What a finished program left.
    public struct Outcome: Sendable {
        public var status: Int32
        public var output: String
    }

    /// Runs a program to its end, both outputs together.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil
    ) async throws -> Outcome {
        let file = "/tmp/whistle-program-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = try start(path, arguments, environment: environment, directory: directory, output: file)
        let status = await process.ended()
        return Outcome(
            status: status,
            output: String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self))
    }

    /// Starts a program whose output goes to a file.
    public static func start(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
        output: String
    ) throws -> Program {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        // Another test sets proxy variables in this process to show that they are ignored; a program under test starts clean.
        let clean = ProcessInfo.processInfo.environment.filter { !$0.key.lowercased().hasSuffix("_proxy") }
        process.environment = clean.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let file = FileHandle(forWritingAtPath: output)
        process.standardOutput = file
        process.standardError = file
        process.standardInput = FileHandle.nullDevice
        let (ends, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            end.yield($0.terminationReason == .exit ? $0.terminationStatus : -$0.terminationStatus)
            end.finish()
        }
        try process.run()
        return Program(processID: process.processIdentifier, ends: ends)
    }

    public let processID: Int32
    private let ends: AsyncStream<Int32>

    private init(processID: Int32, ends: AsyncStream<Int32>) {
        self.processID = processID
        self.ends = ends
    }

    /// Waits for the end; a signal's number comes negative.
    public func ended() async -> Int32 {
        for await status in ends { return status }
        return 0
    }

    public func signal(_ number: Int32) { kill(processID, number) }
}

/// Where the project and its program are.
public enum Project {
    public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The program that was built with the tests.
    public static let program = "\(root)/.build/debug/whistle"
}
