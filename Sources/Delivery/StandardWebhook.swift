import CurlClient
import Foundation
import JSON
import Secrets

/// Standard Webhooks 1.0.0: body `{"type","timestamp","data"}`, signed with HMAC-SHA256 at the moment of sending.
struct StandardWebhook: Adapter {
    func request(_ parcel: Parcel, to destination: Destination, at seconds: Int64) -> CurlRequest {
        let body = JSON.object([
            JSON.Member("type", .string(parcel.type)), JSON.Member("timestamp", .string(parcel.at)),
            JSON.Member("data", .raw(parcel.data)),
        ]).bytes
        var headers: [(name: String, value: String)] = [
            (name: "Content-Type", value: "application/json"), (name: "webhook-id", value: parcel.id),
            (name: "webhook-timestamp", value: "\(seconds)"),
        ]
        if let secret = destination.secret.flatMap(WebhookSecret.init) {
            headers.append(
                (name: "webhook-signature", value: secret.signature(id: parcel.id, timestamp: seconds, body: body)))
        }
        return CurlRequest(method: .POST, url: destination.url, headers: headers, body: body)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        switch response.status {
        case 200..<300: .delivered
        case 410: .gone
        case 429, 502, 503, 504:
            .failed(retryAfter: response.header("Retry-After").flatMap { retryAfter($0, at: seconds) })
        default: .failed(retryAfter: nil)
        }
    }

    /// Seconds, or an HTTP date; never more than a day.
    private func retryAfter(_ header: String, at seconds: Int64) -> Double? {
        let day = 86_400.0
        if let wait = Double(header), wait >= 0 { return min(wait, day) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: header).map { min(max(0, $0.timeIntervalSince1970 - Double(seconds)), day) }
    }
}
