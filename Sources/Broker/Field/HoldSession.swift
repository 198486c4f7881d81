import Domain
import Foundation
import JSON
import Store

/// What whoever held a session writes down.
public struct SessionDraft: Sendable {
    public var theme: String
    public var host: String
    public var heldAt: Timestamp
    public var residentsPresent: Int
    public var attendeesPresent: Int
    public var branch: String?
    public var members: [String] = []
    public var place: String?
    public var items: [HeardItem] = []

    public init(theme: String, host: String, heldAt: Timestamp, residentsPresent: Int, attendeesPresent: Int) {
        self.theme = theme
        self.host = host
        self.heldAt = heldAt
        self.residentsPresent = residentsPresent
        self.attendeesPresent = attendeesPresent
    }
}

/// A session with what was heard on it.
public struct SessionRecord: Sendable {
    public var session: ListeningSession
    public var items: [Item]
}

extension Broker {
    /// Writes down a session that was held, with everything that was heard on it.
    /// - Throws: `.rule(.residentRatio)` when its theme asks for more residents than came.
    public func holdSession(
        _ draft: SessionDraft, by caller: Caller, _ terms: Terms<SessionRecord>
    ) async throws -> SessionRecord {
        guard caller.goesOut else { throw Refusal.forbidden }
        let district = try await districts.district(caller.district)
        let book = district.current.rulebook
        let holder = try district.ground(draft.host, at: "/host", for: caller) ?? district.own(caller)
        var held = draft.session
        held.organization = holder.code
        held.township = holder.parent ?? holder.code
        try held.check(book.meetings)
        let session = held
        let numbers = try await numbers.take(
            draft.items.newOnes, prefix: book.prefixes.item, in: district, at: district.now().business)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            let moment = district.now()
            var session = session
            session.id = UUID.version7(at: moment.machine)
            session.createdAt = moment.business
            let id = session.id
            let hearing = try await hear(
                draft.items, in: Hearer(holder), numbers: numbers, by: caller, work, under: book, at: moment
            ) { item in
                item.sessionID = id
                item.heardAt = item.heardAt ?? draft.heldAt
            }
            session.itemCount = hearing.items.count
            let line = Chronicle.record(
                &head, type: "session.held", by: caller, at: moment.business,
                data: ["session": session.facts, "items": .array(hearing.items.map(\.summary))])
            work.add(session)
            work.add(hearing.added, contacts: hearing.contacts)
            work.save(hearing.taken)
            work.save(head)
            work.record([line], entries(.itemHeard, hearing.added, by: caller, at: moment))
            let record = SessionRecord(session: session, items: hearing.items)
            work.remember(terms.answer?(record))
            return record
        }
    }

    /// The session of that id with its items, if the caller may see it.
    public func session(_ id: UUID, for caller: Caller) async throws -> SessionRecord {
        guard let session = try await store.session(id, in: caller.district), session.isVisible(to: caller) else {
            throw Refusal.notFound
        }
        var filter = ItemFilter()
        filter.session = id
        let items = try await store.items(filter, before: nil, limit: 500, in: caller.district)
        return SessionRecord(session: session, items: items.reversed())
    }

    /// Sessions that the caller may see, newest first.
    public func sessions(
        _ filter: SessionFilter, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [ListeningSession] {
        try await store.sessions(filter.seen(by: caller), before: before, limit: limit, in: caller.district)
    }

    /// What all of them come to.
    public func sessionTotals(_ filter: SessionFilter, for caller: Caller) async throws -> SessionTotals {
        try await store.sessionTotals(filter.seen(by: caller), in: caller.district)
    }
}

extension SessionFilter {
    fileprivate func seen(by caller: Caller) -> SessionFilter {
        var filter = self
        filter.viewer = caller.role.seesDistrict ? nil : caller.organization
        return filter
    }
}

extension SessionDraft {
    fileprivate var session: ListeningSession {
        var session = ListeningSession()
        session.theme = theme
        session.host = host
        session.branch = branch
        session.members = members
        session.place = place
        session.heldAt = heldAt
        session.residentsPresent = residentsPresent
        session.attendeesPresent = attendeesPresent
        return session
    }
}

extension ListeningSession {
    fileprivate var facts: JSON {
        [
            "id": .string(id.text), "theme": .string(theme), "host": .string(host),
            "organization": .string(organization), "branch": JSON(branch),
            "members": .array(members.map(JSON.string)), "held_at": .string(heldAt.canonical),
            "residents_present": .integer(residentsPresent), "attendees_present": .integer(attendeesPresent),
        ]
    }
}
