import Domain
import Foundation
import JSON
import Store

/// What somebody heard and files.
public struct ItemDraft: Sendable {
    public var title: String
    public var category: String?
    public var channel: Channel
    public var location: Location?
    public var heardAt: Timestamp?
    public var visitPlan: String?
    public var contact: Contact?
    /// Who answers for it, by when, what is to be done, and who takes it on.
    public var person: String?
    public var dueAt: Timestamp?
    public var measures: String?
    public var members: [String] = []

    public init(
        title: String, category: String? = nil, channel: Channel, location: Location? = nil,
        heardAt: Timestamp? = nil, visitPlan: String? = nil, contact: Contact? = nil
    ) {
        self.title = title
        self.category = category
        self.channel = channel
        self.location = location
        self.heardAt = heardAt
        self.visitPlan = visitPlan
        self.contact = contact
    }
}

extension Broker {
    /// Files what was heard, one item or several, in one transaction.
    public func hearItems(_ drafts: [ItemDraft], by caller: Caller, _ terms: Terms<[Item]>) async throws -> [Item] {
        guard caller.mayRaise else { throw Refusal.forbidden }
        guard !drafts.isEmpty else { return [] }
        let district = try await districts.district(caller.district)
        let book = district.current.rulebook
        for (index, draft) in drafts.enumerated() {
            if let category = draft.category, book.category(category) == nil {
                let pointer = drafts.count > 1 ? "/items/\(index)/category" : "/category"
                throw Refusal.rule(Refusal.Rule(.unknownCategory, at: pointer, category))
            }
        }
        let numbers = try await numbers.take(
            drafts.count, prefix: book.prefixes.item, in: district, at: district.now().business)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            let moment = district.now()
            var items: [Item] = []
            var contacts: [SealedContact] = []
            for (place, (draft, number)) in zip(drafts, numbers).enumerated() {
                let item = draft.item(
                    number, of: caller.organization, township: caller.parent ?? caller.organization, at: moment,
                    place)
                items.append(item)
                if let contact = try seal(draft.contact, of: item.id) { contacts.append(contact) }
            }
            work.add(items, contacts: contacts)
            tell(.itemHeard, items, by: caller, at: moment, &head, &work)
            work.remember(terms.answer?(items))
            return items
        }
    }

    /// Settles an item where it was heard, or drops it.
    public func endItem(
        _ id: UUID, _ state: ItemState, outcome: String, by caller: Caller, _ terms: Terms<Item>
    ) async throws -> Item {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            // The district first, as everywhere: a session that takes the item up then never waits crosswise.
            var head = try await work.lockDistrict()
            guard var item = try await work.lockItems([id]).first, item.isVisible(to: caller) else {
                throw Refusal.notFound
            }
            try item.permitEnding(by: caller)
            try terms.check(item.version)
            guard item.state == .open else {
                throw Refusal.illegal(state: item.state.rawValue, allowed: [], because: nil)
            }
            item.state = state
            item.outcome = outcome
            item.version += 1
            work.save([item])
            tell(
                state == .resolved ? .itemResolved : .itemDropped, [item], by: caller, at: district.now(), &head, &work)
            work.remember(terms.answer?(item))
            return item
        }
    }

    /// The item of that id, if the caller may see it.
    public func item(_ id: UUID, for caller: Caller) async throws -> Item {
        guard let item = try await store.item(id, in: caller.district), item.isVisible(to: caller) else {
            throw Refusal.notFound
        }
        return item
    }

    /// Items that the caller may see, newest first.
    public func items(
        _ filter: ItemFilter, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [Item] {
        try await store.items(filter.seen(by: caller), before: before, limit: limit, in: caller.district)
    }

    /// How many of the items that the caller may see stand where; the filter's state is left out.
    public func itemCounts(_ filter: ItemFilter, for caller: Caller) async throws -> [ItemState: Int] {
        try await store.itemCounts(filter.seen(by: caller), in: caller.district)
    }

    private func tell(
        _ type: EventType, _ items: [Item], by caller: Caller, at moment: Moment, _ head: inout DistrictHead,
        _ work: inout Work
    ) {
        let facts = items.map(\.summary)
        let line = Chronicle.record(
            &head, type: type.rawValue, by: caller, at: moment.business, data: ["items": .array(facts)])
        work.save(head)
        work.record([line], entries(type, items, by: caller, at: moment))
    }

    /// What is told of items.
    func entries(_ type: EventType, _ items: [Item], by caller: Caller, at moment: Moment) -> [OutboxEntry] {
        items.map { item in
            Chronicle.entry([Event(type)], of: item.id, by: caller, at: moment.business) { json in
                json.member("item", item.summary)
            } own: { _, _ in
                Array(Set([item.organization, item.township]))
            }
        }
    }
}

extension Item {
    /// Whoever heard it, the township above and the command centre may end it.
    public func permitEnding(by caller: Caller) throws(Refusal) {
        guard caller.mayRaise, isVisible(to: caller) else { throw .forbidden }
    }

    /// What history and events say of it.
    var summary: JSON {
        [
            "id": .string(id.text), "number": .string(number), "title": .string(title),
            "state": .string(state.rawValue), "channel": .string(channel.rawValue), "outcome": JSON(outcome),
        ]
    }
}

extension ItemFilter {
    fileprivate func seen(by caller: Caller) -> ItemFilter {
        var filter = self
        filter.viewer = caller.role.seesDistrict ? nil : caller.organization
        return filter
    }
}

extension ItemDraft {
    /// The item as it is stored, in the name of whoever heard it.
    /// - Parameter place: among those made in one change: lists keep that order, which is the ids'.
    func item(
        _ number: String, of organization: String, township: String, at moment: Moment, _ place: Int
    ) -> Item {
        var item = Item()
        item.id = UUID.version7(at: moment.machine.adding(microseconds: Int64(place)))
        item.number = number
        item.title = title
        item.category = category
        item.channel = channel
        item.location = location
        item.heardAt = heardAt
        item.visitPlan = visitPlan
        item.person = person
        item.dueAt = dueAt
        item.measures = measures
        item.members = members
        item.organization = organization
        item.township = township
        item.createdAt = moment.business
        return item
    }
}
