import CurlClient
import JSON

/// CloudEvents 1.0.2 as structured JSON; signed with the headers of Standard Webhooks where the endpoint has a secret.
struct CloudEvents: Adapter {
    let profile = EndpointProfile(name: "cloudevents")

    func request(_ parcel: Parcel, to destination: Destination, at seconds: Int64) -> CurlRequest {
        var members = [
            JSON.Member("specversion", "1.0"), JSON.Member("id", .string(parcel.id)),
            JSON.Member("source", .string(destination.source)), JSON.Member("type", .string(parcel.type)),
        ]
        // A subject may not be empty.
        if let data = try? JSON(parsing: parcel.data), let number = ParcelSubject.number(in: data), !number.isEmpty {
            members.append(JSON.Member("subject", .string(number)))
        }
        members += [
            JSON.Member("time", .string(parcel.at)), JSON.Member("datacontenttype", "application/json"),
            JSON.Member("data", .raw(parcel.data)),
        ]
        let body = JSON.object(members).bytes
        let headers =
            [(name: "Content-Type", value: "application/cloudevents+json; charset=utf-8")]
            + WebhookHeaders.signed(parcel.id, body, for: destination, at: seconds)
        return CurlRequest(method: .POST, url: destination.url, headers: headers, body: body)
    }

    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict {
        StatusVerdict.of(response, at: seconds, profile) ?? .delivered
    }
}
