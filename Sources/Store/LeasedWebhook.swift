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
    /// Whose it is.
    public var organization: String
    /// Which robot it writes to; `nil` for programs.
    public var robot: [UInt8]?
    /// The language of its messages; `nil`: the district's.
    public var language: String?
}

/// What a courier knows of an endpoint, as it is kept in the endpoint's row.
public struct EndpointReport: Sendable {
    /// JSON text.
    public var condition: String
    /// Machine times before which it is sent nothing; nothing but the urgent; nothing that is replayed.
    public var restUntil: Timestamp?
    public var pacedUntil: Timestamp?
    public var replayUntil: Timestamp?
    /// The part of the condition that holds for every endpoint on the robot: JSON text.
    public var shared: String
    /// Before then the robot is sent nothing, by whichever endpoint.
    public var robotRestUntil: Timestamp?

    public init(
        condition: String, shared: String, restUntil: Timestamp?, robotRestUntil: Timestamp?, pacedUntil: Timestamp?,
        replayUntil: Timestamp?
    ) {
        self.condition = condition
        self.shared = shared
        self.robotRestUntil = robotRestUntil
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
