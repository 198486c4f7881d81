/// The bounds of a client. Each of the two connection pools (public, internal) has them for itself.
public struct CurlClientConfiguration: Sendable {
    /// Which addresses may be reached.
    public var policy: AddressPolicy
    /// Requests on the wire at once, and connections kept; 1 or more.
    public var maximumInFlight: Int
    /// Requests on the wire, and connections kept, to one host and port; 1 or more.
    public var maximumPerHost: Int
    /// Requests that may wait beyond those on the wire before `CurlError.tooManyRequests`.
    public var maximumWaiting: Int
    /// Sent with requests that bring no `User-Agent` of their own.
    public var userAgent: String
    /// A file of PEM certificates to trust instead of the system's; `nil`: the system's.
    public var caFile: String?
    /// How long `shutdown()` lets requests on the wire finish.
    public var shutdownGrace: Duration

    /// The defaults suit a broker that sends webhooks.
    public init(
        policy: AddressPolicy = AddressPolicy(), maximumInFlight: Int = 256, maximumPerHost: Int = 8,
        maximumWaiting: Int = 10_000, userAgent: String = "curl-client", caFile: String? = nil,
        shutdownGrace: Duration = .seconds(5)
    ) {
        self.policy = policy
        self.maximumInFlight = max(1, maximumInFlight)
        self.maximumPerHost = max(1, maximumPerHost)
        self.maximumWaiting = max(0, maximumWaiting)
        self.userAgent = userAgent
        self.caFile = caFile
        self.shutdownGrace = shutdownGrace
    }
}
