import CurlClient

/// What an HTTP status says by itself, whoever answers.
enum StatusVerdict {
    /// `nil` for 2xx: a webhook is delivered then; of a robot the body decides.
    static func of(_ response: CurlResponse, at seconds: Int64, _ profile: EndpointProfile) -> Verdict? {
        let named = response.header("Retry-After").flatMap { RetryAfter.seconds($0, at: seconds) }
        switch response.status {
        case 200..<300: return nil
        case 300..<400: return Verdict(.failed(retryAfter: nil), .redirected(response.status))
        case 410: return Verdict(.gone, .removed)
        // At least a second: an endpoint that says 0 would be asked without pause.
        case 429: return Verdict(.throttled(seconds: max(1, named ?? profile.throttle.first)), .rateLimited)
        case 502, 503, 504:
            // Who names a time is overloaded; who does not may be broken, and that must use up attempts.
            guard let named else { return Verdict(.failed(retryAfter: nil), .busy) }
            return Verdict(.throttled(seconds: max(1, named)), .busy)
        case let status: return Verdict(.failed(retryAfter: named), .status(status))
        }
    }
}
