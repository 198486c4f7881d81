import CurlClient
import Foundation
import Store

/// One event on its way to one endpoint.
struct Parcel: Sendable {
    /// The event's own id, the same on every retry.
    let id: String
    let type: String
    let at: String
    /// JSON text.
    let data: String
}

/// Where an endpoint is, opened.
struct Destination: Sendable {
    let url: String
    let secret: String?
}

/// What an answer means for the delivery.
enum Verdict: Sendable, Equatable {
    case delivered
    /// Try again by the schedule, or after so many seconds if the endpoint named them.
    case failed(retryAfter: Double?)
    /// The endpoint says that it is gone for good.
    case gone
}

/// How one kind of endpoint is spoken to: thin, no state, no retry of its own.
protocol Adapter: Sendable {
    /// The request for a parcel, signed at this second of machine time.
    func request(_ parcel: Parcel, to destination: Destination, at seconds: Int64) -> CurlRequest
    func verdict(_ response: CurlResponse, at seconds: Int64) -> Verdict
}

/// The adapters by name.
enum Adapters {
    static func named(_ name: String) -> (any Adapter)? {
        switch name {
        case "standard": StandardWebhook()
        default: nil
        }
    }
}
