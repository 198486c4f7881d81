import Domain
import Foundation
import Secrets
import Store

/// A file on its way in: a piece of it is in memory at a time, the rest stands in the database, seen by nobody until the
/// file is attached.
public struct Upload {
    /// Why a file is not taken.
    public enum Fault: Error, Sendable {
        /// Its first bytes are of no kind that is.
        case unknownType
        case empty
        case tooLarge(limit: Int)
    }

    /// The most that a file may hold.
    public static let limit = 20 << 20
    private static let chunk = 256 << 10

    public let id = UUID.version7()
    private let store: Store
    private let district: String
    private var waiting: [UInt8] = []
    private var place = 0
    private var digest = RunningDigest()
    private(set) var size = 0
    private var type: AttachmentType?

    init(store: Store, district: String) {
        self.store = store
        self.district = district
    }

    /// Takes the next bytes.
    public mutating func append(_ bytes: [UInt8]) async throws {
        size += bytes.count
        guard size <= Self.limit else { throw Fault.tooLarge(limit: Self.limit) }
        waiting += bytes
        digest.add(bytes)
        if type == nil, size >= AttachmentType.decisive { try sniff() }
        while waiting.count >= Self.chunk { try await flush(Self.chunk) }
    }

    /// The file is whole.
    /// - Returns: what is known of it by itself.
    public mutating func finish() async throws -> Attachment {
        guard size > 0 else { throw Fault.empty }
        if type == nil { try sniff() }
        if !waiting.isEmpty { try await flush(waiting.count) }
        var attachment = Attachment()
        attachment.id = id
        attachment.type = type ?? .pdf
        attachment.size = size
        attachment.sha256 = digest.finalize()
        return attachment
    }

    /// Takes back what was stored of it.
    public func discard() async throws { try await store.dropChunks(of: id, in: district) }

    private mutating func sniff() throws {
        guard let known = AttachmentType(beginning: waiting) else { throw Fault.unknownType }
        type = known
    }

    private mutating func flush(_ count: Int) async throws {
        try await store.addChunk(Array(waiting.prefix(count)), at: place, of: id, in: district)
        waiting.removeFirst(count)
        place += 1
    }
}
