import API
import Foundation
import Secrets

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
    /// CIDRs of proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies = ""
    /// The address under which people reach this installation, for links in messages; `nil`: no links.
    public var publicURL: String?
    /// How many days deliveries that were told are kept, with their attempts.
    public var keptDays = 30
    /// Base64 of 32 bytes, maybe with older keys behind it; otherwise a file in the data directory.
    public var key: String?

    public init() {}

    var keyFile: String { "\(dataDirectory)/key" }

    /// The keys that seal and open, the one that seals first.
    var keys: [[UInt8]] {
        get throws {
            if let key { return try KeyFile.parse(key, from: "WHISTLE_KEY") }
            return try KeyFile.load(keyFile)
        }
    }

    /// `publicURL` without a slash at its end.
    var publicAddress: String? {
        get throws {
            guard let publicURL else { return nil }
            guard let parts = URLComponents(string: publicURL), ["http", "https"].contains(parts.scheme ?? ""),
                parts.host?.isEmpty == false, parts.user == nil, parts.query == nil, parts.fragment == nil
            else { throw StartError("the public URL reads https://whistle.example, not '\(publicURL)'") }
            return publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        }
    }
}

/// Why the program cannot start: one clear line.
public struct StartError: Error, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
