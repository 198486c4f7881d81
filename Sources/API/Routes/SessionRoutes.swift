import Broker
import Domain
import JSON

/// Listening sessions.
extension Route {
    static let sessions: [Route] = [
        Route(
            .post, "/v1/sessions", "Write down a listening session with everything heard on it",
            roles: [.township, .community, .commandCentre],
            body: .object([
                Field("theme", .name, required: true), Field("host", .name, required: true),
                Field("held_at", .moment, required: true),
                Field("residents_present", .integer(0...1_000_000), required: true),
                Field("attendees_present", .integer(0...1_000_000), required: true),
                Field("branch", .name), Field("members", .list(.name, 0...2000)), Field("place", .name),
                Field("items", .hearing),
            ]), success: .created, answer: .object(.session)
        ) { call in
            var draft = SessionDraft(
                theme: call.body.text("theme"), host: call.body.text("host"),
                heldAt: call.body.requiredMoment("held_at"),
                residentsPresent: call.body.integer("residents_present") ?? 0,
                attendeesPresent: call.body.integer("attendees_present") ?? 0)
            draft.branch = call.body.optionalText("branch")
            draft.members = call.body.texts("members")
            draft.place = call.body.optionalText("place")
            draft.items = call.body.heard(on: .meeting)
            let zone = try await call.district().zone
            let wanted = draft
            return try await call.change { terms in
                try await call.broker.holdSession(wanted, by: call.caller, terms)
            } answer: { record in
                .created(
                    record.json(in: zone), at: "/v1/sessions/\(record.session.id.text)",
                    version: record.session.version)
            }
        },
        Route(
            .get, "/v1/sessions", "Listening sessions, newest first, and what all of them come to",
            query: .paging + [
                Field("theme", .name), Field("branch", .name), Field("organization", .code),
                Field("township", .code), Field("since", .moment), Field("until", .moment),
            ], answer: .page(.sessionSummary, with: [ViewField("totals", .view(.sessionTotals))])
        ) { call in
            let zone = try await call.district().zone
            let filter = call.query.sessionFilter
            let sessions = try await call.broker.sessions(
                filter, for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")),
                limit: call.limit)
            return .page(
                sessions.map { .object($0.members(in: zone)) },
                next: sessions.count == call.limit ? sessions.last.map { Cursor.encode([$0.id.text]) } : nil,
                with: ("totals", try await call.broker.sessionTotals(filter, for: call.caller).json))
        },
        Route(
            .get, "/v1/sessions/{id}", "One session with what was heard on it", subject: .session,
            answer: .object(.session)
        ) { call in
            let record = try await call.broker.session(try call.id, for: call.caller)
            return .ok(record.json(in: try await call.district().zone), version: record.session.version)
        },
    ]
}

extension Body {
    fileprivate var sessionFilter: SessionFilter {
        var filter = SessionFilter()
        filter.theme = optionalText("theme")
        filter.branch = optionalText("branch")
        filter.organization = optionalText("organization")
        filter.township = optionalText("township")
        filter.since = moment("since")
        filter.until = moment("until")
        return filter
    }
}

extension SessionRecord {
    fileprivate func json(in zone: Zone) -> JSON {
        .object(session.members(in: zone) + [JSON.Member("items", .array(items.map { $0.json(in: zone) }))])
    }
}

extension ListeningSession {
    fileprivate func members(in zone: Zone) -> [JSON.Member] {
        [
            JSON.Member("id", .string(id.text)), JSON.Member("theme", .string(theme)),
            JSON.Member("host", .string(host)), JSON.Member("organization", .string(organization)),
            JSON.Member("township", .string(township)), JSON.Member("branch", JSON(branch)),
            JSON.Member("members", .array(members.map(JSON.string))), JSON.Member("place", JSON(place)),
            JSON.Member("held_at", .string(heldAt.text(in: zone))),
            JSON.Member("residents_present", .integer(residentsPresent)),
            JSON.Member("attendees_present", .integer(attendeesPresent)),
            JSON.Member("items_count", .integer(itemCount)), JSON.Member("version", .integer(version)),
            JSON.Member("created_at", .string(createdAt.text(in: zone))),
        ]
    }
}

extension SessionTotals {
    fileprivate var json: JSON {
        [
            "sessions": .integer(sessions), "residents": .integer(residents), "attendees": .integer(attendees),
            "members": .integer(members), "items": .integer(items),
        ]
    }
}
