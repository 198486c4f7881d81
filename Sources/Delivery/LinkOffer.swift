import Domain
import Foundation
import JSON
import Language
import Secrets

/// The links that act which an endpoint's messages may carry: for the rooms of the department that has the order, and
/// what the rulebook allows.
struct LinkOffer: Sendable {
    let district: String
    /// The organization whose endpoint it is.
    let organization: String
    let actions: [MessageRules.LinkedAction]
    /// How long a link can be used, in seconds.
    let lifetime: Int64
    let secrets: SecretBox

    /// The links below a message about an order that waits for one of these acts.
    /// - Parameter seconds: machine time.
    func links(for parcel: Parcel, at base: String, _ seconds: Int64) -> [ActionLink] {
        guard !actions.isEmpty, parcel.type != EventType.orderClaimed.rawValue, let use = UUID(uuidString: parcel.id),
            let order = (try? JSON(parsing: parcel.data))?["order"], order["department"]?.string == organization,
            let subject = order["id"]?.string.flatMap(UUID.init(uuidString:)),
            let state = order["state"]?.string.flatMap(OrderState.init)
        else { return [] }
        return actions.compactMap { action in
            let (waits, act, label): (OrderState, SignedLink.Act, LinkLabel) =
                switch action {
                case .receive: (.queued, .receive, .receive)
                case .reportIn: (.received, .reportIn, .reportIn)
                }
            guard state == waits else { return nil }
            let link = SignedLink(
                act: act, district: district, subject: subject, organization: organization, use: use,
                expires: seconds + lifetime)
            return ActionLink(label: label, url: "\(base)/s/\(secrets.text(of: link))")
        }
    }
}
