/// What the peer answered.
public struct CurlResponse: Sendable {
    /// The final HTTP status, 200...999. Redirects are not followed: 3xx is returned as it is.
    public var status: Int
    /// The final response's headers in the order they came, without trailers; together at most 64 KB were read.
    public var headers: [(name: String, value: String)]
    /// The body as sent, never decompressed, at most `CurlRequest.maximumResponseBytes` long.
    public var body: [UInt8]
    /// Whether more was to come: the body or the headers were too long, or the connection failed after a 2xx status.
    public var bodyTruncated: Bool
    /// From leaving the waiting line to the end of the exchange.
    public var duration: Duration
    /// The address that was reached, `nil` if libcurl did not say.
    public var peerAddress: String?

    /// A response; public so that a stand-in for the client can make one.
    public init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], bodyTruncated: Bool = false,
        duration: Duration = .zero, peerAddress: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.bodyTruncated = bodyTruncated
        self.duration = duration
        self.peerAddress = peerAddress
    }

    /// The value of the last header of that name, whatever the case of its letters.
    public func header(_ name: String) -> String? {
        headers.last { $0.name.equalsIgnoringCase(name) }?.value
    }
}
