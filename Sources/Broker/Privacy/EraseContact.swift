import Domain
import Foundation
import JSON
import Store

/// That somebody was shown a contact or handed a file, for rooms that do not know the tables.
public typealias ContactShown = ContactView

extension Broker {
    /// Erases whom to ask about a whistle, on request. The history stays whole: it never held the contact.
    public func eraseContact(
        of id: UUID, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            guard var matter = try await work.lockMatters(.whistles([id]), rules: district.rules).first,
                matter.isVisible(to: caller)
            else { throw Refusal.notFound }
            try matter.eraseContact(reason: reason, by: caller)
            try terms.check(matter.version)
            if !matter.events.isEmpty {
                let (line, entry) = Chronicle.record(&matter, by: caller, at: district.now().business)
                work.apply([matter], history: [line], outbox: [entry])
            }
            // Also where the whistle has none: an item that it carries may.
            work.eraseContacts(of: id)
            work.remember(terms.answer?(matter))
            return matter
        }
    }

    /// Erases a file, on request: its bytes and the name somebody gave it. Its digest stays beside it and in the history.
    public func eraseAttachment(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<Attachment>
    ) async throws -> Attachment {
        let district = try await districts.district(caller.district)
        let known = try await attachment(id, for: caller)
        return try await store.change(caller.district) { work in
            guard
                var matter = try await work.lockMatters(.whistles([known.whistleID]), rules: district.rules).first,
                var attachment = try await work.attachment(id), matter.shows(attachment, to: caller)
            else { throw Refusal.notFound }
            let version = attachment.version
            let moment = district.now().business
            try matter.erase(&attachment, reason: reason, by: caller, at: moment)
            try terms.check(version)
            if !matter.events.isEmpty {
                let (line, entry) = Chronicle.record(&matter, by: caller, at: moment)
                work.apply([matter], history: [line], outbox: [entry])
                work.erase(attachment)
            }
            work.remember(terms.answer?(attachment))
            return attachment
        }
    }

    /// Erases the contacts that the district's rulebook no longer keeps.
    func eraseOldContacts(_ code: String) async throws {
        let district = try await districts.district(code)
        guard let days = district.current.rulebook.contactDays else { return }
        let bound = district.now().business.adding(microseconds: -Int64(days) * 86_400_000_000)
        while case let ids = try await store.contactsPast(bound, limit: 200, in: code), !ids.isEmpty {
            for id in ids {
                _ = try await eraseContact(of: id, reason: "contact_days", by: .system(district: code), Terms())
            }
        }
    }

    /// Who was shown a whistle's contact, newest first.
    public func contactViews(of id: UUID, limit: Int, for caller: Caller) async throws -> [ContactShown] {
        _ = try await whistle(id, for: caller)
        return try await store.contactViews(of: id, limit: limit, in: caller.district)
    }
}
