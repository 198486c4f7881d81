/// Why there is no response. Safe to log: names at most a host and an address, never a path, query, header or body.
public enum CurlError: Error, Sendable, Hashable {
    /// The address the host stands for is not one the policy allows. Nothing was sent.
    case refusedAddress(reason: String)
    /// The URL can never be sent: another scheme than http and https, a user name in it, or unreadable.
    case refusedURL(reason: String)
    /// The request surely never reached the peer: name, connection or TLS failed, or the request is not a valid one.
    /// The code is libcurl's `CURLcode`.
    case notSent(code: Int, message: String)
    /// At least a part of the request went out and no final answer was understood: it may have been acted upon.
    /// The code is libcurl's `CURLcode`.
    case unknownOutcome(code: Int, message: String)
    /// The caller's task was cancelled. The request may have gone out before that.
    case cancelled
    /// The client was not started or is shut down; the request was never sent.
    case shutDown
    /// As many requests wait as may wait; the request was never sent.
    case tooManyRequests

    /// Whether the peer surely saw nothing of the request, so that sending again cannot do anything twice.
    public var neverSent: Bool {
        switch self {
        case .refusedAddress, .refusedURL, .notSent, .shutDown, .tooManyRequests: true
        case .unknownOutcome, .cancelled: false
        }
    }
}

extension CurlError: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        switch self {
        case .refusedAddress(let reason): "address refused: \(reason)"
        case .refusedURL(let reason): "URL refused: \(reason)"
        case .notSent(let code, let message): "not sent (\(code)): \(message)"
        case .unknownOutcome(let code, let message): "outcome unknown (\(code)): \(message)"
        case .cancelled: "cancelled"
        case .shutDown: "client not running"
        case .tooManyRequests: "too many requests waiting"
        }
    }
}
