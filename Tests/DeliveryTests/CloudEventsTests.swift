import CurlClient
import JSON
import Testing

@testable import Delivery

@Suite struct CloudEventsTests {
    @Test func theEnvelope() throws {
        let request = CloudEvents().request(
            SampleEvents.parcel(.orderQueued, bare: true),
            to: Destination(url: "https://x.example/", source: "https://whistle.example/changshu"), at: 0)
        #expect(request.header("Content-Type") == "application/cloudevents+json; charset=utf-8")
        let event = try JSON(parsing: request.body)
        #expect(event["specversion"]?.string == "1.0")
        #expect(event["id"]?.string == "evt-order.queued")
        #expect(event["source"]?.string == "https://whistle.example/changshu")
        #expect(event["type"]?.string == "order.queued")
        #expect(event["subject"]?.string == "CS-2026-000123-1")
        #expect(event["time"]?.string == "2026-07-01T01:30:00.000000Z")
        #expect(event["data"]?["order"]?["number"]?.string == "CS-2026-000123-1")
    }

    @Test func theQuestion() {
        let request = CloudEventsHandshake.request(
            url: "https://x.example/in?k=1", origin: "whistle.example", perMinute: 60)
        #expect(request.method == .OPTIONS && request.url == "https://x.example/in?k=1" && request.body.isEmpty)
        #expect(request.header("WebHook-Request-Origin") == "whistle.example")
        #expect(request.header("WebHook-Request-Rate") == "60")
    }

    /// The headers consent, not the status.
    @Test(arguments: [200, 204, 404, 405, 500]) func consent(_ status: Int) {
        func answer(_ headers: (name: String, value: String)...) -> CloudEventsHandshake.Consent {
            CloudEventsHandshake.consent(CurlResponse(status: status, headers: headers), origin: "whistle.example")
        }
        #expect(answer() == .refused)
        #expect(answer((name: "Allow", value: "POST")) == .refused)
        #expect(answer((name: "WebHook-Allowed-Rate", value: "100")) == .refused)
        #expect(answer((name: "WebHook-Allowed-Origin", value: "other.example")) == .refused)
        #expect(answer((name: "webhook-allowed-origin", value: "*")) == .allowed(rate: nil))
        let named = (name: "WebHook-Allowed-Origin", value: "Whistle.example")
        #expect(answer(named) == .allowed(rate: nil))
        #expect(answer(named, (name: "WebHook-Allowed-Rate", value: "*")) == .allowed(rate: nil))
        #expect(answer(named, (name: "WebHook-Allowed-Rate", value: "120")) == .allowed(rate: .perMinute(120)))
        #expect(answer(named, (name: "WebHook-Allowed-Rate", value: "many")) == .allowed(rate: .perMinute(1)))
    }
}
