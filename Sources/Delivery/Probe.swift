import CurlClient
import Domain
import Foundation
import JSON
import Language

/// Sends one message to an endpoint beside its queue, to see whether it is reached.
public struct Probe: Sendable {
    /// An endpoint, opened.
    public struct Target: Sendable {
        public var adapter: String
        public var url: String
        /// The keys that sign now, newest first.
        public var secrets: [String]
        public var signingSecret: String?
        public var mentions: [String]
        /// Whether it is asked for its consent first.
        public var handshake: Bool
        public var district: String
        /// The language of its messages; `nil`: the district's.
        public var language: String?

        public init(
            adapter: String, url: String, secrets: [String], signingSecret: String?, mentions: [String],
            handshake: Bool, district: String, language: String? = nil
        ) {
            self.adapter = adapter
            self.url = url
            self.secrets = secrets
            self.signingSecret = signingSecret
            self.mentions = mentions
            self.handshake = handshake
            self.district = district
            self.language = language
        }
    }

    /// What came back.
    public struct Outcome: Sendable {
        public var delivered = false
        public var status: Int?
        public var vendorCode: String?
        public var fault: DeliveryFault?
        public var error: String?
        public var milliseconds = 0
        public var excerpt: String?
    }

    private let client: CurlClient
    private let surroundings: Surroundings

    public init(client: CurlClient, surroundings: Surroundings = Surroundings()) {
        self.client = client
        self.surroundings = surroundings
    }

    public func send(to target: Target) async -> Outcome {
        guard let adapter = Adapters.named(target.adapter) else { return Outcome(fault: .unusable) }
        let district = await surroundings.district(target.district)
        let destination = Destination(
            url: target.url, secrets: target.secrets, signingSecret: target.signingSecret, mentions: target.mentions,
            publicURL: surroundings.publicURL, names: district.names, tongue: district.tongue(target.language),
            zone: district.zone,
            source: surroundings.source(target.district))
        let scrubber = Scrubber(destination)
        let now = Timestamp.machineNow
        var outcome = Outcome()
        do throws(CurlError) {
            if target.handshake {
                let origin = surroundings.origin
                let answer = try await client.send(CloudEventsHandshake.request(url: target.url, origin: origin))
                if CloudEventsHandshake.consent(answer, origin: origin) == .refused {
                    return Outcome(
                        status: answer.status, fault: .noConsent,
                        milliseconds: Int(Timestamp.machineNow.since(now) / 1000))
                }
            }
            let parcel = Parcel(
                id: UUID().text, type: "webhook.test", at: now.canonical,
                data: JSON.object([JSON.Member("detail", ["note": "test"])]).text)
            let response = try await client.send(adapter.request(parcel, to: destination, at: now.seconds))
            let verdict = adapter.verdict(response, at: now.seconds)
            outcome = Outcome(
                delivered: verdict.fate == .delivered, status: response.status, vendorCode: verdict.vendorCode,
                fault: verdict.fault, excerpt: Sending.excerpt(response.body, scrubber))
        } catch {
            outcome = Outcome(fault: Verdict(error).fault, error: scrubber("\(error)"))
        }
        outcome.milliseconds = Int(Timestamp.machineNow.since(now) / 1000)
        return outcome
    }
}
