import Domain
import Foundation
import Store

/// One thing heard on an occasion: said in words now, or filed before.
public enum HeardItem: Sendable {
    case new(ItemDraft)
    case known(UUID)
}

/// In whose name something was heard: the organization, and the township above it.
struct Hearer: Sendable {
    var organization: String
    var township: String

    init(_ organization: Organization) {
        self.organization = organization.code
        township = organization.parent ?? organization.code
    }
}

/// What an occasion brought: in the order in which it was said, and which of it is new.
struct Hearing: Sendable {
    var items: [Item] = []
    var added: [Item] = []
    var taken: [Item] = []
    var contacts: [SealedContact] = []
}

extension [HeardItem] {
    /// How many numbers they need.
    var newOnes: Int { count { if case .new = $0 { true } else { false } } }
}

extension Broker {
    /// Makes the items that are new, and takes up those that were filed before.
    /// - Parameter mark: writes down where it was heard.
    /// - Throws: `.rule` for an unknown category, an item that is not there for the caller, or one that another session or
    ///   visit has.
    func hear(
        _ heard: [HeardItem], in name: Hearer, numbers: [String], by caller: Caller, _ work: Work,
        under rulebook: Rulebook, at moment: Moment, mark: (inout Item) -> Void
    ) async throws -> Hearing {
        let ids = heard.compactMap { if case .known(let id) = $0 { id } else { nil } }
        let filed = ids.isEmpty ? [] : try await work.lockItems(ids)
        var hearing = Hearing()
        var numbers = numbers[...]
        for (index, one) in heard.enumerated() {
            switch one {
            case .new(let draft):
                if let category = draft.category, rulebook.category(category) == nil {
                    throw Refusal.rule(Refusal.Rule(.unknownCategory, at: "/items/\(index)/category", category))
                }
                var item = draft.item(
                    numbers.removeFirst(), of: name.organization, township: name.township, at: moment, index)
                mark(&item)
                if let contact = try seal(draft.contact, of: item.id) { hearing.contacts.append(contact) }
                hearing.added.append(item)
                hearing.items.append(item)
            case .known(let id):
                guard var item = filed.first(where: { $0.id == id }), item.isVisible(to: caller) else {
                    throw Refusal.rule(Refusal.Rule(.unknownItem, at: "/items/\(index)", id.text))
                }
                let again = hearing.taken.contains { $0.id == id }
                guard item.sessionID == nil, item.visitID == nil, !again else {
                    throw Refusal.rule(Refusal.Rule(.duplicate, at: "/items/\(index)", item.number))
                }
                mark(&item)
                item.version += 1
                hearing.taken.append(item)
                hearing.items.append(item)
            }
        }
        return hearing
    }
}

extension District {
    /// The organization that holds a session or is visited: the caller's own, one beneath it, or for the command centre
    /// any that hears people.
    /// - Returns: `nil` for words that are no such organization's code.
    /// - Throws: `.rule(.unknownOrganization)` for somebody else's.
    func ground(_ code: String, at pointer: String, for caller: Caller) throws(Refusal) -> Organization? {
        guard let found = organizations[code],
            [.township, .community, .enterprise, .commandCentre].contains(found.kind)
        else { return nil }
        guard
            caller.role == .commandCentre || found.code == caller.organization
                || found.parent == caller.organization
        else { throw .rule(Refusal.Rule(.unknownOrganization, at: pointer, code)) }
        return found
    }

    /// The caller's own organization.
    func own(_ caller: Caller) throws(Refusal) -> Organization {
        guard let found = organizations[caller.organization] else { throw .forbidden }
        return found
    }
}
