import Domain
import Foundation
import JSON
import Postgres

/// An endpoint that a broker serves for the length of a lease; what is secret still sealed.
public struct LeasedWebhook: Sendable {
    public var district: String
    public var id: UUID
    public var adapter: String
    public var url: [UInt8]
    public var secret: [UInt8]?
    public var oldSecrets: [UInt8]?
    public var signingSecret: [UInt8]?
    public var mentions: [String]
    public var digest: Bool
    public var handshake: Bool
    public var onUnknown: String
    public var version: Int
    /// What its last courier knew of it: JSON text.
    public var condition: String
    public var token: UUID
    /// The database's clock when the lease began.
    public var leasedAt: Timestamp
}

/// What a courier knows of an endpoint, as it is kept in the endpoint's row.
public struct EndpointReport: Sendable {
    /// JSON text.
    public var condition: String
    /// Machine times before which it is sent nothing; nothing but the urgent; nothing that is replayed.
    public var restUntil: Timestamp?
    public var pacedUntil: Timestamp?
    public var replayUntil: Timestamp?

    public init(condition: String, restUntil: Timestamp?, pacedUntil: Timestamp?, replayUntil: Timestamp?) {
        self.condition = condition
        self.restUntil = restUntil
        self.pacedUntil = pacedUntil
        self.replayUntil = replayUntil
    }
}

/// Whether an endpoint is still its courier's.
public enum LeaseStanding: Sendable {
    case held
    /// Still ours, but paused or altered meanwhile: nothing more is to be sent on what is known of it.
    case altered
    /// Another has it, or it was removed.
    case lost
}

extension JSONB {
    /// The texts of a list.
    var texts: [String] { (try? JSON(parsing: text))?.array?.compactMap(\.string) ?? [] }
}
