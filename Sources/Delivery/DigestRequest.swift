import CurlClient

/// One message that tells of several parcels.
struct DigestRequest: Sendable {
    let request: CurlRequest
    /// The ids of the parcels it holds, in the order they were given; the others go into the next.
    let holds: [String]
}
