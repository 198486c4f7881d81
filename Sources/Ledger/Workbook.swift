import Dispatch
import Foundation
import Synchronization

/// A workbook that is written and sent without holding a thread of the cooperative pool: the writer and the disk have a
/// queue of their own. Dropped at any time it leaves no file.
public final class Workbook: Sendable {
    private let queue = DispatchQueue(label: "whistle.workbook")
    private let writer: Mutex<XLSXLedgerWriter?>

    private init(_ writer: sending XLSXLedgerWriter) { self.writer = Mutex(writer) }

    /// - Parameter folder: where the file is written; it must exist.
    public static func open(_ head: LedgerHead, folder: String) async throws -> Workbook {
        try await on(DispatchQueue.global()) { Workbook(try XLSXLedgerWriter(head, folder: folder)) }
    }

    public func append(_ rows: [[LedgerCell]]) async throws {
        try await Workbook.on(queue) { [self] in
            try writer.withLock { writer in
                guard let writer else { throw LedgerError.finished }
                for row in rows { try writer.append(row) }
            }
        }
    }

    /// Packs the workbook and hands its bytes out; the file has no name any more, so nothing is left whatever happens.
    public func finish() async throws -> WorkbookBytes {
        try await Workbook.on(queue) { [self] in
            let file = try writer.withLock { writer in
                defer { writer = nil }
                guard let writer else { throw LedgerError.finished }
                return try writer.finish()
            }
            defer { unlink(file.path) }
            let descriptor = Foundation.open(file.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw LedgerError.folder(path: file.path, errno: errno) }
            return WorkbookBytes(descriptor: descriptor, count: file.bytes, queue: queue)
        }
    }

    static func on<Value: Sendable>(
        _ queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}

/// A finished workbook's bytes, read as they are asked for.
public final class WorkbookBytes: Sendable {
    /// What is handed out at once.
    private static let chunk = 65_536

    /// How many there are in all.
    public let count: Int
    private let descriptor: Int32
    private let queue: DispatchQueue

    init(descriptor: Int32, count: Int, queue: DispatchQueue) {
        self.descriptor = descriptor
        self.count = count
        self.queue = queue
    }

    deinit { close(descriptor) }

    /// The next bytes; `nil` after the last.
    public func next() async throws -> [UInt8]? {
        try await Workbook.on(queue) { [self] in
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
                count = max(read(descriptor, buffer.baseAddress, Self.chunk), 0)
            }
            return bytes.isEmpty ? nil : bytes
        }
    }
}
