import Secrets

/// The headers of Standard Webhooks.
enum WebhookHeaders {
    /// Id, time and the list of signatures: one for each key that signs now, and the asymmetric one where the endpoint has
    /// a key for it.
    static func signed(
        _ id: String, _ body: [UInt8], for destination: Destination, at seconds: Int64
    ) -> [(name: String, value: String)] {
        var signatures = destination.secrets.compactMap(WebhookSecret.init).map {
            $0.signature(id: id, timestamp: seconds, body: body)
        }
        if let key = destination.signingSecret.flatMap(WebhookSigningKey.init),
            let signature = key.signature(id: id, timestamp: seconds, body: body)
        {
            signatures.append(signature)
        }
        var headers = [(name: "webhook-id", value: id), (name: "webhook-timestamp", value: "\(seconds)")]
        if !signatures.isEmpty {
            headers.append((name: "webhook-signature", value: signatures.joined(separator: " ")))
        }
        return headers
    }
}
