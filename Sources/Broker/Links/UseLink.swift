import Domain
import Foundation
import Store

extension Broker {
    /// 签收 by a signed link, in the name of the department it was sent to.
    public func receive(by opened: OpenedLink, _ order: Order) async throws -> Matter {
        try await receiveOrder(order.id, claim: nil, by: opened.caller, terms(opened))
    }

    /// 报到 by a signed link: somebody named is on it.
    public func reportIn(
        by opened: OpenedLink, _ order: Order, person: String, note: String?
    ) async throws -> Matter {
        try await reportIn(order.id, person: person, note: note, by: opened.caller, terms(opened))
    }

    /// The resident's own judgement, by the link that the raiser gave.
    public func evaluate(
        by opened: OpenedLink, grade: Grade, solved: Bool, comment: String?
    ) async throws -> Matter {
        var evaluation = Evaluation()
        evaluation.by = .resident
        evaluation.grade = grade
        evaluation.solved = solved
        evaluation.comment = comment
        return try await evaluateWhistle(opened.matter.whistle.id, evaluation, by: opened.caller, terms(opened))
    }

    /// The link is spent in the transaction of what it does, so it acts once however often it is sent.
    private func terms(_ opened: OpenedLink) -> Terms<Matter> {
        var terms = Terms<Matter>()
        let link = opened.link
        terms.link = SpentLink(
            digest: link.spending, action: link.act.name, subject: link.subject, organization: link.organization,
            expiresAt: Timestamp(microseconds: link.expires * 1_000_000))
        return terms
    }
}
