import Domain
import Foundation
import Postgres

/// One line of a subject's history, hashed and ready to be written.
public struct HistoryLine: Sendable {
    public enum Subject: String, Sendable, PostgresEncodable, PostgresDecodable { case whistle, meeting, district }

    public var subjectID: UUID
    public var sequence: Int
    public var subject: Subject
    public var type: String
    public var at: Timestamp
    public var actor: String
    /// Set where the line is one order's own: then it is for that department and those above it.
    public var department: String?
    /// The canonical text that the hash is taken over.
    public var body: TextBytes
    public var previousHash: [UInt8]
    public var hash: [UInt8]

    public init(
        subjectID: UUID, sequence: Int, subject: Subject, type: String, at: Timestamp, actor: String,
        department: String?, body: TextBytes, previousHash: [UInt8], hash: [UInt8]
    ) {
        self.subjectID = subjectID
        self.sequence = sequence
        self.subject = subject
        self.type = type
        self.at = at
        self.actor = actor
        self.department = department
        self.body = body
        self.previousHash = previousHash
        self.hash = hash
    }

    static let blank = HistoryLine(
        subjectID: UUID.none, sequence: 0, subject: .whistle, type: "", at: Timestamp(microseconds: 0), actor: "",
        department: nil, body: TextBytes([]), previousHash: [], hash: [])
}

/// What one verb has to tell of one subject: at least one event.
public struct OutboxEntry: Sendable {
    public var subjectID: UUID
    public var at: Timestamp
    /// What the events' data have in common, as a JSON object.
    public var shared: TextBytes
    /// A JSON array of `{id, type, audience, …}`; the rest is the event's own data.
    public var events: TextBytes
    /// How many events they are.
    public var size: Int

    public init(subjectID: UUID, at: Timestamp, shared: TextBytes, events: TextBytes, size: Int) {
        self.subjectID = subjectID
        self.at = at
        self.shared = shared
        self.events = events
        self.size = size
    }
}

extension Table where Row == HistoryLine {
    static let history = Table(
        "history",
        [
            Column("subject_id", \.subjectID), Column("seq", \.sequence), Column("subject", \.subject),
            Column("type", \.type), Column("at", \.at), Column("actor", \.actor), Column("department", \.department),
            Column("body", \.body), Column("previous_hash", \.previousHash), Column("hash", \.hash),
        ])
}

extension Table where Row == OutboxEntry {
    static let outbox = Table(
        "outbox",
        [
            Column("subject_id", \.subjectID), Column("at", \.at),
            Column("shared", \.shared), Column("events", \.events), .small("size", \.size),
        ])
}
