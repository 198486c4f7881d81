import Broker
import Domain
import Foundation
import HTTPTypes
import ICalendar
import JSON

/// The calendar that programs subscribe to, and the tokens that open it.
extension Route {
    /// Calendar programs fetch again after so many minutes.
    private static let refreshMinutes = 30

    static let calendars: [Route] = [
        Route(
            .get, "/v1/calendar.ics", "Every meeting the token's organization may see (RFC 5545)",
            identification: .calendarToken, answer: .media(["text/calendar"])
        ) { call in
            let district = try await call.district()
            let events = try await call.broker.calendar(for: call.caller).map { $0.calendarEvent(in: district) }
            let calendar = CalendarObject(
                method: .publish, name: district.name, refreshMinutes: refreshMinutes, zone: district.zone,
                events: events)
            var answer = Answer(bytes: try calendar.bytes(), "text/calendar; charset=utf-8")
            answer.headers = [(.cacheControl, "private, no-store")]
            return answer
        },
        Route(
            .post, "/v1/calendar-tokens", "Subscribe to the calendar; the address is shown this once", roles: .writing,
            body: .object([Field("name", .name)]), bodyOptional: true, success: .created,
            answer: .object(.issuedCalendarToken)
        ) { call in
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.issueCalendarToken(
                    name: call.body.optionalText("name") ?? "", by: call.caller, terms)
            } answer: { issued in
                guard case .object(let row) = issued.row.json(in: zone) else { return Answer(.created, nil) }
                let secret = [
                    JSON.Member("token", .string(issued.text)),
                    JSON.Member("path", .string("/v1/calendar.ics?token=\(issued.text)")),
                ]
                var answer = Answer.created(
                    .object(row + secret), at: "/v1/calendar-tokens/\(issued.row.id.text)", version: issued.row.version)
                answer.remembered = .object(row + [JSON.Member("secret_already_shown", true)])
                return answer
            }
        },
        Route(
            .get, "/v1/calendar-tokens", "Subscriptions to the calendar, never their tokens", roles: .writing,
            query: .paging, answer: .page(.calendarToken)
        ) { call in
            let zone = try await call.district().zone
            let rows = try await call.broker.calendarTokens(
                for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                rows.map { $0.json(in: zone) },
                next: rows.count == call.limit ? rows.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(
            .delete, "/v1/calendar-tokens/{id}", "End a subscription now", roles: .writing, subject: .calendarToken,
            success: .noContent, answer: .nothing
        ) { call in
            _ = try await call.broker.revokeCalendarToken(
                try call.id, by: call.caller, Terms(expectedVersions: call.expectedVersions))
            return Answer(.noContent, nil)
        },
    ]
}

extension CalendarSubscription {
    fileprivate func json(in zone: Zone) -> JSON {
        [
            "id": .string(id.text), "organization": .string(organization), "name": .string(name),
            "prefix": .string(prefix), "revoked_at": JSON(revokedAt?.text(in: zone)),
            "last_used_at": JSON(lastUsedAt?.text(in: zone)), "version": .integer(version),
            "created_at": .string(createdAt.text(in: zone)),
        ]
    }
}

extension Meeting {
    /// One VEVENT; its sequence is the meeting's version, which rises with every change.
    func calendarEvent(in district: District) -> CalendarEvent {
        let host = district.organizations[convener]
        return CalendarEvent(
            uid: "\(id.text)@\(district.code)", sequence: version - 1, stamp: createdAt, start: startsAt, end: endsAt,
            summary: title, location: place, details: agenda.isEmpty ? nil : agenda.joined(separator: "\n"),
            organizer: host.map { CalendarParty(name: $0.name, address: "urn:uuid:\($0.id.text)") },
            status: state == .cancelled ? .cancelled : .confirmed)
    }
}
