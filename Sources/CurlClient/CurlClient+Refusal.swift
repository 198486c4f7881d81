extension CurlClient {
    /// Whether a URL can never be sent, so that a form can say so at once. Cheap: resolves nothing and connects to
    /// nothing. Every address is judged again before each connection and request, so `nil` promises nothing.
    ///
    /// - Parameters:
    ///   - url: the URL as somebody typed it.
    ///   - policy: what addresses may be reached.
    /// - Returns: the reason, safe to log and to show; `nil` when nothing speaks against it yet.
    public static func refusal(ofURL url: String, policy: AddressPolicy) -> String? {
        do throws(CurlError) {
            let target = try Target(url: url)
            if case .refused(let reason)? = target.verdict(by: policy) { return reason }
            return nil
        } catch {
            if case .refusedURL(let reason) = error { return reason }
            return error.description
        }
    }
}
