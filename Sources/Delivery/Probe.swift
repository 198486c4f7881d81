import CurlClient
import Domain
import Foundation
import JSON

/// Sends one message to an endpoint beside its queue, to see whether it is reached.
public struct Probe: Sendable {
    /// What came back.
    public struct Outcome: Sendable {
        public var delivered: Bool
        public var status: Int?
        public var error: String?
        public var milliseconds: Int
        public var excerpt: String?
    }

    private let client: CurlClient

    public init(client: CurlClient) { self.client = client }

    public func send(adapter name: String, url: String, secret: String?) async -> Outcome {
        guard let adapter = Adapters.named(name) else {
            return Outcome(delivered: false, status: nil, error: "unknown adapter", milliseconds: 0, excerpt: nil)
        }
        let now = Timestamp.machineNow
        let parcel = Parcel(
            id: UUID().text, type: "webhook.test", at: now.canonical,
            data: JSON.object([JSON.Member("detail", ["note": "test"])]).text)
        let request = adapter.request(parcel, to: Destination(url: url, secret: secret), at: now.seconds)
        do throws(CurlError) {
            let response = try await client.send(request)
            return Outcome(
                delivered: adapter.verdict(response, at: now.seconds) == .delivered, status: response.status,
                error: nil,
                milliseconds: Int(Timestamp.machineNow.since(now) / 1000),
                excerpt: String(decoding: response.body.prefix(4096), as: UTF8.self))
        } catch {
            return Outcome(
                delivered: false, status: nil, error: "\(error)",
                milliseconds: Int(Timestamp.machineNow.since(now) / 1000), excerpt: nil)
        }
    }
}
