/// One HTTP request.
public struct CurlRequest: Sendable {
    /// The methods a request may have.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD
    }

    /// What is asked of the peer.
    public var method: Method
    /// An absolute http or https URL of at most 8,192 bytes, without a user name. Treated as a secret.
    public var url: String
    /// Sent in this order. Names must be tokens, values without control characters. `Content-Length`,
    /// `Transfer-Encoding` and `Connection` are the client's own and are refused.
    public var headers: [(name: String, value: String)]
    /// Sent as it is; not sent with `HEAD`.
    public var body: [UInt8]
    /// The bound on the whole exchange, from the moment it leaves the waiting line; at least 1 ms.
    public var timeout: Duration
    /// The bound on name resolution, connection and TLS; at least 1 ms.
    public var connectTimeout: Duration
    /// How long less than a byte a second may come or go before the exchange is given up; whole seconds, `nil`: no bound
    /// but `timeout`.
    public var stallTimeout: Duration?
    /// How much of the response's body is kept, in bytes. A longer one is cut and the connection closed.
    public var maximumResponseBytes: Int

    /// A request with the bounds of a webhook: 15 s in all, 3 s to connect, 10 s without a byte, 64 KB of answer.
    public init(
        method: Method, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(15), connectTimeout: Duration = .seconds(3),
        stallTimeout: Duration? = .seconds(10), maximumResponseBytes: Int = 65_536
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}
