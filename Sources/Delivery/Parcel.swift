import Domain
import JSON

/// One event on its way to one endpoint.
struct Parcel: Sendable {
    /// The event's own id, the same on every retry.
    let id: String
    /// The event's name on the wire; a name that is no event's is set as a test message.
    let type: String
    let at: String
    /// JSON text.
    let data: String
    /// Names of organizations by code, for the codes in `data`; the endpoint's own lookup stands behind it.
    var names: [String: String] = [:]
    /// Signed links that act on the order; shown below a robot's message, told to nobody else.
    var actions: [ActionLink] = []
}

extension Parcel {
    /// Whether it is about an emergency: then it bypasses digests and may take what a rate keeps for the urgent.
    var isUrgent: Bool {
        (try? JSON(parsing: data))?["whistle"]?["kind"]?.string == WhistleKind.emergency.rawValue
    }
}
