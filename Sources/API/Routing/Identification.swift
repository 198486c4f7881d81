import Broker
import Domain
import Hummingbird

/// What says who asks.
enum Identification: Sendable {
    /// The `Authorization` header.
    case bearer
    /// `?token=`, a calendar's own token: calendar programs send no headers. It opens nothing but the calendar.
    case calendarToken

    func token(of request: Request) -> String? {
        switch self {
        case .bearer: request.bearer
        case .calendarToken: request.uri.queryParameters["token"].map { String($0) }
        }
    }

    /// Whom the token stands for; `nil`: it is none.
    func caller(_ token: String, _ broker: Broker) async throws -> Caller? {
        switch self {
        case .bearer: try await broker.authenticate(token)
        case .calendarToken: try await broker.calendarReader(token)
        }
    }
}
