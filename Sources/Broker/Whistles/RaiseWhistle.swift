import Domain
import Foundation
import Secrets
import Store

extension Broker {
    /// 吹哨. Returns after the commit that holds the whistle, its orders, clocks, history and what is told of it.
    /// - Throws: `Refusal.forbidden` for a role that does not raise; `.rule` for what the rulebook does not know.
    public func raiseWhistle(_ draft: WhistleDraft, by caller: Caller, _ terms: Terms<Matter>) async throws -> Matter {
        guard caller.mayRaise else { throw Refusal.forbidden }
        let request = RaiseRequest(
            draft: draft, caller: caller, contact: try seal(draft.contact, of: draft.id), answer: terms.answer)
        return draft.items.isEmpty ? try await intake.raise(request) : try await raise(request, carrying: draft.items)
    }

    /// A whistle that carries items heard before: they are locked, so it has a transaction of its own.
    private func raise(_ request: RaiseRequest, carrying items: [UUID]) async throws -> Matter {
        let caller = request.caller
        let district = try await districts.district(caller.district)
        let numbers = try await numbers.take(
            1, prefix: district.current.rulebook.prefixes.whistle, in: district, at: district.now().business)
        let matter = try await store.change(caller.district) { work in
            let moment = district.now()
            var locked = try await work.lockItems(items)
            for (index, id) in items.enumerated() {
                guard let item = locked.first(where: { $0.id == id }), item.isVisible(to: caller) else {
                    throw Refusal.rule(Refusal.Rule(.unknownItem, at: "/items/\(index)", id.text))
                }
                guard item.state == .open else {
                    throw Refusal.rule(Refusal.Rule(.itemTaken, at: "/items/\(index)", item.number))
                }
            }
            let raised = try RaisedMatter.make(request, in: district, number: numbers[0], item: nil, at: moment)
            for index in locked.indices {
                locked[index].state = .whistled
                locked[index].whistleID = raised.matter.whistle.id
                locked[index].version += 1
            }
            work.add([raised])
            work.save(locked)
            return raised.matter
        }
        desks.arrived(matter, in: caller.district)
        return matter
    }

    func seal(_ contact: Contact?, of subject: UUID) throws -> SealedContact? {
        guard let contact, contact.name != nil || contact.phone != nil else { return nil }
        var sealed = SealedContact(
            subjectID: subject, name: try contact.name.map { try secrets.seal($0, context: "name:\(subject.text)") },
            phone: try contact.phone.map { try secrets.seal($0, context: "phone:\(subject.text)") })
        // With the subject in it: the same person's contact in two whistles has two digests.
        sealed.digest = secrets.digest("\(subject.text)\n\(contact.name ?? "")\n\(contact.phone ?? "")")
        return sealed
    }

    func open(_ sealed: SealedContact) throws -> Contact {
        Contact(
            name: try sealed.name.map { try secrets.open($0, context: "name:\(sealed.subjectID.text)") },
            phone: try sealed.phone.map { try secrets.open($0, context: "phone:\(sealed.subjectID.text)") })
    }
}

extension Caller {
    /// Whether the role raises whistles and files items.
    public var mayRaise: Bool { [.township, .community, .enterprise, .commandCentre].contains(role) }
}

extension Item {
    /// Whether the caller may know that it exists: who heard it, its township, and those who see the district.
    public func isVisible(to caller: Caller) -> Bool {
        caller.role.seesDistrict || organization == caller.organization || township == caller.organization
    }
}

extension Broker {
    /// Raises many whistles in one transaction; each is judged on its own, and those refused are not stored.
    public func raiseWhistles(
        _ drafts: [WhistleDraft], by caller: Caller, _ terms: Terms<[Result<Matter, Refusal>]>
    ) async throws -> [Result<Matter, Refusal>] {
        guard caller.mayRaise else { throw Refusal.forbidden }
        let district = try await districts.district(caller.district)
        let book = district.current.rulebook
        let now = district.now().business
        let whistles = try await numbers.take(drafts.count, prefix: book.prefixes.whistle, in: district, at: now)
        let items = try await numbers.take(drafts.count, prefix: book.prefixes.item, in: district, at: now)
        var requests: [RaiseRequest] = []
        for draft in drafts {
            requests.append(
                RaiseRequest(draft: draft, caller: caller, contact: try seal(draft.contact, of: draft.id), answer: nil))
        }
        let prepared = requests
        let results = try await store.change(caller.district) { work in
            var free = try await work.lockItems(drafts.flatMap(\.items)).filter {
                $0.state == .open && $0.isVisible(to: caller)
            }
            var carried: [Item] = []
            var raised: [RaisedMatter] = []
            let moment = district.now()
            let results = prepared.enumerated().map { index, request -> Result<Matter, Refusal> in
                do throws(Refusal) {
                    for (place, id) in request.draft.items.enumerated() where !free.contains(where: { $0.id == id }) {
                        throw .rule(Refusal.Rule(.unknownItem, at: "/items/\(place)", id.text))
                    }
                    let made = try RaisedMatter.make(
                        request, in: district, number: whistles[index],
                        item: request.draft.items.isEmpty ? items[index] : nil, at: moment)
                    raised.append(made)
                    for id in request.draft.items {
                        guard let place = free.firstIndex(where: { $0.id == id }) else { continue }
                        var item = free.remove(at: place)
                        item.state = .whistled
                        item.whistleID = made.matter.whistle.id
                        item.version += 1
                        carried.append(item)
                    }
                    return .success(made.matter)
                } catch { return .failure(error) }
            }
            if !raised.isEmpty { work.add(raised) }
            work.save(carried)
            work.remember(terms.answer?(results))
            return results
        }
        for case .success(let matter) in results { desks.arrived(matter, in: caller.district) }
        return results
    }
}
