import API
import Foundation

/// Everything an operator may set, from flags and `WHISTLE_…` variables.
public struct Configuration: Sendable {
    public var server = Server.Settings()
    /// As libpq takes it; `nil`: a private PostgreSQL in the data directory.
    public var databaseURL: String?
    /// A login that owns the schema, where the broker's own does not.
    public var ownerDatabaseURL: String?
    /// A login for the loops that cross districts, where the broker's own may not take their role.
    public var loopsDatabaseURL: String?
    public var dataDirectory = "./whistle-data"
    /// The district to load and to run on a movable clock.
    public var demo: String?
    /// CIDRs that webhooks may reach although they are private.
    public var webhookAllow = ""
    /// Base64 of 32 bytes; otherwise a file in the data directory.
    public var key: String?

    public init() {}
}

/// Why the program cannot start: one clear line.
public struct StartError: Error, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
