import CurlClient

/// How one kind of endpoint is spoken to: thin, no state, no retry of its own.
protocol Adapter: Sendable {
    var profile: EndpointProfile { get }
    /// The request for a parcel, signed at this second of machine time.
    func request(_ parcel: Parcel, to destination: Destination, at seconds: Int64) -> CurlRequest
    /// One message for several parcels, oldest first: a line a work order. `nil` where there are none, and for endpoints
    /// that are never told in digests.
    func digest(_ parcels: [Parcel], to destination: Destination, at seconds: Int64) -> DigestRequest?
    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict
}

extension Adapter {
    func digest(_ parcels: [Parcel], to destination: Destination, at seconds: Int64) -> DigestRequest? { nil }
}
