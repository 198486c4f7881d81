import Foundation
import JSON

/// What a matter holds in files, erased ones not counted.
public struct AttachmentSum: Sendable, Equatable {
    public var count: Int
    public var bytes: Int

    public init(count: Int = 0, bytes: Int = 0) {
        self.count = count
        self.bytes = bytes
    }
}

extension Matter {
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

    /// Refuses a file of so many bytes beside those that are there where the rulebook's limits leave no room for it.
    public func permitAttaching(_ bytes: Int, beside held: AttachmentSum) throws(Refusal) {
        let limits = rules.rulebook.attachments
        guard held.count < limits.count else {
            throw .rule(Refusal.Rule(.tooManyAttachments, at: "", "\(limits.count)"))
        }
        guard held.bytes + bytes <= limits.mebibytes << 20 else {
            throw .rule(Refusal.Rule(.attachmentsTooLarge, at: "", "\(limits.mebibytes)"))
        }
    }

    /// Tells of a file that was brought; its hash is in the history from then on.
    /// - Parameter held: what is there already.
    public mutating func attach(
        _ attachment: Attachment, digest: String, beside held: AttachmentSum, by caller: Caller
    ) throws(Refusal) {
        let order = attachment.orderID.flatMap(order)
        try permitAttaching(to: order, by: caller)
        try permitAttaching(attachment.size, beside: held)
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

    /// Who may have what tells of persons erased: the raiser, the command centre, the administrator.
    public func permitErasing(by caller: Caller) throws(Refusal) {
        let isRaiser = caller.role.actsForOrganization && caller.organization == whistle.raiser
        guard isRaiser || [.commandCentre, .admin].contains(caller.role) else { throw .forbidden }
    }

    /// Forgets whom to ask. What was written stays whole: the history holds a keyed digest of a contact and never itself.
    public mutating func eraseContact(reason: String, by caller: Caller) throws(Refusal) {
        try permitErasing(by: caller)
        guard whistle.hasContact else { return }
        whistle.hasContact = false
        tell(.whistleContactErased, ["reason": .string(reason)])
    }

    /// Tells that a file was erased. The history holds its digest since it was brought, and never the file.
    public mutating func erase(
        _ attachment: inout Attachment, reason: String, by caller: Caller, at moment: Timestamp
    ) throws(Refusal) {
        try permitErasing(by: caller)
        // What a department brought is its evidence: the raiser does not decide about that.
        guard caller.organization == attachment.organization || [.commandCentre, .admin].contains(caller.role) else {
            throw .forbidden
        }
        guard attachment.erasedAt == nil else { return }
        attachment.erasedAt = moment
        attachment.name = attachment.type.plainName
        attachment.version += 1
        tell(
            .whistleAttachmentErased, order: attachment.orderID,
            ["attachment": .string(attachment.id.text), "reason": .string(reason)])
    }
}
