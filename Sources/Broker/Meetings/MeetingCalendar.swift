import Domain
import Foundation
import JSON
import Secrets
import Store

/// A subscription to the calendar, for rooms that do not know the tables.
public typealias CalendarSubscription = CalendarTokenRow

/// A calendar's token at the one moment when its text is known.
public struct IssuedCalendarToken: Sendable {
    public var row: CalendarSubscription
    public var text: String
}

extension Broker {
    /// A calendar shows so many meetings at most, and those that ended so long ago.
    private static let shownMeetings = 1000
    private static let shownSeconds: Int64 = 366 * 86_400

    /// Issues a token that reads the calendar of the caller's organization; its text is shown this once.
    public func issueCalendarToken(
        name: String, by caller: Caller, _ terms: Terms<IssuedCalendarToken>
    ) async throws -> IssuedCalendarToken {
        let district = try await districts.district(caller.district)
        let text = CalendarToken.make(district: district.code)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            let moment = district.now()
            var row = CalendarTokenRow()
            row.id = UUID.version7(at: moment.machine)
            row.organization = caller.organization
            row.role = caller.role
            row.name = name
            row.prefix = CalendarToken.prefix(text)
            row.hash = CalendarToken.hash(text)
            row.createdAt = moment.machine
            let line = Chronicle.record(
                &head, type: "calendar_token.issued", by: caller, at: moment.business,
                data: ["id": .string(row.id.text), "organization": .string(caller.organization)])
            work.add([row])
            work.save(head)
            work.record([line], [])
            let issued = IssuedCalendarToken(row: row, text: text)
            work.remember(terms.answer?(issued))
            return issued
        }
    }

    /// Ends a subscription: the organization its own, the administrator any.
    public func permitCalendarToken(_ id: UUID, for caller: Caller) async throws {
        let owner = caller.role == .admin ? nil : caller.organization
        guard try await store.calendarToken(id, of: owner, in: caller.district) != nil else { throw Refusal.notFound }
    }

    public func revokeCalendarToken(
        _ id: UUID, by caller: Caller, _ terms: Terms<CalendarSubscription>
    ) async throws -> CalendarSubscription {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            let owner = caller.role == .admin ? nil : caller.organization
            guard let row = try await work.revokeCalendarToken(id, of: owner) else { throw Refusal.notFound }
            try terms.check(row.version - 1)
            var head = try await work.lockDistrict()
            let line = Chronicle.record(
                &head, type: "calendar_token.revoked", by: caller, at: district.now().business,
                data: ["id": .string(id.text)])
            work.save(head)
            work.record([line], [])
            return row
        }
    }

    /// Subscriptions without their text, newest first: the organization's own, to the administrator all.
    public func calendarTokens(
        for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [CalendarSubscription] {
        try await store.calendarTokens(
            of: caller.role == .admin ? nil : caller.organization, before: before, limit: limit, in: caller.district)
    }

    /// Who a calendar's token stands for; `nil` when it is unknown or revoked.
    public func calendarReader(_ token: String) async throws -> Caller? {
        guard let district = CalendarToken.district(of: token) else { return nil }
        return try await store.calendarReader(tokenHash: CalendarToken.hash(token), in: district)
    }

    /// The meetings of a subscription: all the reader may see, cancelled ones too, so that programs strike them out.
    public func calendar(for caller: Caller) async throws -> [Meeting] {
        let district = try await districts.district(caller.district)
        return try await store.meetings(
            endingAfter: district.now().business.adding(seconds: -Self.shownSeconds),
            viewer: caller.role.seesDistrict ? nil : caller.organization, limit: Self.shownMeetings,
            in: caller.district)
    }
}
