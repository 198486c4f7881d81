import Foundation
import JSON

extension Matter {
    /// Enough for every photo of a matter, and a bound on what one whistle can be made to hold.
    public static let mostAttachments = 100

    /// Who brings files: the raiser, its township and the command centre to the whistle; the handler and the command centre
    /// to an order.
    public func permitAttaching(to order: Order?, by caller: Caller) throws(Refusal) {
        let parties = order.map { self.parties(of: caller, to: $0) } ?? self.parties(of: caller)
        let admitted: Set<Party> = order == nil ? [.raiser, .township, .commandCentre] : [.handler, .commandCentre]
        guard !parties.isDisjoint(with: admitted) else { throw .forbidden }
        if [.declined, .diverted, .merged, .withdrawn].contains(whistle.state) {
            throw .illegal(state: whistle.state.rawValue, allowed: [], because: nil)
        }
    }

    /// Tells of a file that was brought; its hash is in the history from then on.
    /// - Parameter count: how many there are already.
    public mutating func attach(_ attachment: Attachment, digest: String, count: Int, by caller: Caller) throws(Refusal)
    {
        let order = attachment.orderID.flatMap(order)
        try permitAttaching(to: order, by: caller)
        guard count < Self.mostAttachments else {
            throw .rule(Refusal.Rule(.tooManyAttachments, at: "", "\(Self.mostAttachments)"))
        }
        tell(
            .whistleAttached, order: order?.id,
            [
                "attachment": .string(attachment.id.text), "type": .string(attachment.type.rawValue),
                "size": .integer(attachment.size), "sha256": .string(digest),
            ])
    }

    /// Whether the results of the work are withheld from the caller until a leader approves the feedback.
    public func withholdsResults(from caller: Caller) -> Bool {
        rules.rulebook.feedbackApproval == .leader && ![.awaitingEvaluation, .closed].contains(whistle.state)
            && [.township, .community, .enterprise].contains(caller.role)
    }

    /// Whether the caller may see one of its files.
    public func shows(_ attachment: Attachment, to caller: Caller) -> Bool {
        isVisible(to: caller) && !(attachment.orderID != nil && withholdsResults(from: caller))
    }

    /// Forgets whom to ask. What was written stays whole: the history holds a keyed digest of a contact and never itself.
    public mutating func eraseContact(reason: String, by caller: Caller) throws(Refusal) {
        let isRaiser = caller.role.actsForOrganization && caller.organization == whistle.raiser
        guard isRaiser || [.commandCentre, .admin].contains(caller.role) else { throw .forbidden }
        guard whistle.hasContact else { return }
        whistle.hasContact = false
        tell(.whistleContactErased, ["reason": .string(reason)])
    }
}
