import CurlClient

/// The abuse protection of CloudEvents' webhook binding: before anything is sent, the endpoint is asked whether it wants
/// to hear from this origin. Consent is in the headers, not in the status.
enum CloudEventsHandshake {
    /// What the endpoint allows.
    enum Consent: Sendable, Equatable {
        case refused
        /// `nil`: as often as we like.
        case allowed(rate: RateLimit?)
    }

    /// The question.
    /// - Parameters:
    ///   - origin: the sender's DNS name, `whistle.example`.
    ///   - perMinute: the rate that is asked for; `nil` leaves it to the endpoint.
    static func request(url: String, origin: String, perMinute: Int? = nil) -> CurlRequest {
        var headers = [(name: "WebHook-Request-Origin", value: origin)]
        if let perMinute { headers.append((name: "WebHook-Request-Rate", value: "\(perMinute)")) }
        return CurlRequest(method: .OPTIONS, url: url, headers: headers)
    }

    /// Without an allowed origin that is ours (or `*`) nothing may be sent. An allowed rate that is missing or `*` is no
    /// limit; one that cannot be read is taken as the smallest.
    static func consent(_ response: CurlResponse, origin: String) -> Consent {
        guard let allowed = response.header("WebHook-Allowed-Origin"),
            allowed == "*" || allowed.lowercased() == origin.lowercased()
        else { return .refused }
        guard let rate = response.header("WebHook-Allowed-Rate"), rate != "*" else { return .allowed(rate: nil) }
        return .allowed(rate: .perMinute(Int(rate) ?? 1))
    }
}
