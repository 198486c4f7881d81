import Broker
import Domain
import Hummingbird

/// What says who asks.
enum Identification: Sendable {
    /// The `Authorization` header.
    case bearer
    /// `?token=`, a calendar's own token: calendar programs send no headers. It opens nothing but the calendar.
    case calendarToken

    func caller(of request: Request, _ broker: Broker) async throws -> Caller? {
        switch self {
        case .bearer: return try await broker.caller(of: request)
        case .calendarToken:
            guard let token = request.uri.queryParameters["token"] else { return nil }
            return try await broker.calendarReader(String(token))
        }
    }
}
