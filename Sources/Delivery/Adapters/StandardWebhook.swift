import CurlClient
import JSON
import Secrets

/// Standard Webhooks 1.0.0: body `{"type","timestamp","data"}`, signed at the moment of sending.
struct StandardWebhook: Adapter {
    let profile = EndpointProfile(name: "standard")

    func request(_ parcel: Parcel, to destination: Destination, at seconds: Int64) -> CurlRequest {
        let body = JSON.object([
            JSON.Member("type", .string(parcel.type)), JSON.Member("timestamp", .string(parcel.at)),
            JSON.Member("data", .raw(parcel.data)),
        ]).bytes
        let headers =
            [(name: "Content-Type", value: "application/json")]
            + WebhookHeaders.signed(parcel.id, body, for: destination, at: seconds)
        return CurlRequest(method: .POST, url: destination.url, headers: headers, body: body)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        StatusVerdict.of(response, at: seconds, profile) ?? .delivered
    }
}
