import CurlClient
import Domain
import Store

/// Sends one request and reads what came back.
struct Sending: Sendable {
    /// How much of an answer is kept.
    static let excerpt = 4096

    let adapter: any Adapter
    let destination: Destination
    let client: CurlClient
    private let scrubber: Scrubber

    init(adapter: any Adapter, destination: Destination, client: CurlClient) {
        self.adapter = adapter
        self.destination = destination
        self.client = client
        scrubber = Scrubber(destination)
    }

    /// `nil`: the broker goes down and the request was cut; it counts as not made.
    func send(_ consignment: Consignment) async -> Exchange? {
        let now = Timestamp.machineNow
        let request =
            consignment.digest?.request
            ?? adapter.request(parcel(consignment.carrier, at: now.seconds), to: destination, at: now.seconds)
        let result: Result<CurlResponse, CurlError>
        do throws(CurlError) { result = .success(try await client.send(request)) } catch { result = .failure(error) }
        let took = Int(Timestamp.machineNow.since(now) / 1000)
        switch result {
        case .success(let response):
            return Exchange(
                consignment: consignment, verdict: adapter.verdict(response, at: now.seconds), at: now,
                milliseconds: took, status: response.status, peerAddress: response.peerAddress,
                excerpt: Self.excerpt(response.body, scrubber))
        case .failure(.cancelled), .failure(.shutDown):
            return nil
        case .failure(let error):
            return Exchange(
                consignment: consignment, verdict: Verdict(error), at: now, milliseconds: took,
                error: scrubber("\(error)"),
                maybeArrived: !error.neverSent)
        }
    }

    private func parcel(_ delivery: DueDelivery, at seconds: Int64) -> Parcel {
        var parcel = Parcel(delivery)
        if let base = destination.publicURL, let offer = destination.offer {
            parcel.actions = offer.links(for: parcel, at: base, seconds)
        }
        return parcel
    }

    /// The first part of an answer, as text that PostgreSQL takes.
    static func excerpt(_ body: [UInt8], _ scrubber: Scrubber) -> String? {
        guard !body.isEmpty else { return nil }
        // Scrubbed before it is cut, so that no part of a secret is left at the end.
        let text = String(decoding: body.prefix(2 * excerpt), as: UTF8.self).replacing("\0", with: "\u{FFFD}")
        let clean = Array(scrubber(text).utf8.prefix(excerpt))
        return String(decoding: clean, as: UTF8.self)
    }
}
