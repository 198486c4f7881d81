import Broker
import Domain
import Foundation
import JSON

/// Organizations, tokens, the rulebook, deadlines, and a demo's clock.
extension Route {
    static let administration: [Route] = [
        Route(.get, "/v1/organizations", "Everyone in the district", query: .paging, answer: .page(.organization)) {
            call in
            let district = try await call.district()
            let after = try Cursor.decode(call.query.optionalText("cursor"), parts: 1)?[0] ?? ""
            let page = district.organizations.values.filter { $0.code > after }.sorted { $0.code < $1.code }
                .prefix(call.limit)
            return .page(
                page.map { $0.json(in: district.zone) },
                next: page.count == call.limit ? page.last.map { Cursor.encode([$0.code]) } : nil)
        },
        Route(
            .post, "/v1/tokens", "Issue a token; it is shown this once", roles: [.admin],
            body: .object([
                Field("organization", .code, required: true), Field("role", .word(Role.self), required: true),
                Field("name", .name), Field("expires_at", .moment),
                Field("scopes", .list(.word(TokenScope.self), 1...TokenScope.allCases.count)),
            ]), success: .created, answer: .object(.issuedToken)
        ) { call in
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.issueToken(
                    organization: call.body.text("organization"), role: call.body.word("role") ?? .observer,
                    name: call.body.optionalText("name") ?? "",
                    scopes: Set(call.body.texts("scopes").compactMap(TokenScope.init(rawValue:))),
                    expiresAt: call.body.moment("expires_at"), by: call.caller, terms)
            } answer: { issued in
                let row = issued.row.json(in: zone)
                var answer = Answer.created(
                    row.adding("token", .string(issued.text)), at: "/v1/tokens/\(issued.row.id.text)",
                    version: issued.row.version)
                answer.remembered = row.adding("secret_already_shown", true)
                return answer
            }
        },
        Route(.get, "/v1/tokens", "Tokens, never themselves", roles: [.admin], query: .paging, answer: .page(.token)) {
            call in
            let zone = try await call.district().zone
            let rows = try await call.broker.tokens(
                for: call.caller, before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                rows.map { $0.json(in: zone) },
                next: rows.count == call.limit ? rows.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(.delete, "/v1/tokens/{id}", "End a token now", roles: [.admin], success: .noContent, answer: .nothing) {
            call in
            _ = try await call.broker.revokeToken(
                try call.id, by: call.caller, Terms(expectedVersions: call.expectedVersions))
            return Answer(.noContent, nil)
        },
        Route(.get, "/v1/rulebook", "The rules in force", answer: .object(.rulebook)) { call in
            let book = try await call.district().current.rulebook
            return .ok(book.json, version: book.version)
        },
        Route(
            .put, "/v1/rulebook", "Put new rules in force; running matters keep theirs",
            roles: [.admin, .commandCentre], body: .document, idempotent: false, answer: .object(.rulebook)
        ) { call in
            do {
                let book = try await call.change { terms in
                    try await call.broker.replaceRulebook(call.body.json.text, by: call.caller, terms)
                } answer: {
                    .ok($0.json, version: $0.version)
                }
                return book
            } catch let refused as RulebookRefused {
                throw RequestFault.invalid(
                    refused.faults.map {
                        FieldError(
                            $0.pointer, code: $0.code, .verbatim(chinese: $0.chinese, english: $0.english))
                    })
            }
        },
        Route(.get, "/v1/calendars/{code}", "A year's working days", answer: .value(.view(.year))) { call in
            guard let year = Int(call.code),
                let outline = try await call.district().current.deadlines.calendar.outline(of: year)
            else { throw Refusal.notFound }
            return .ok(outline.json)
        },
        Route(
            .get, "/v1/deadline", "When a limit is due, and why",
            query: [
                Field("from", .text(1...40), required: true), Field("amount", .integer(1...10_000), required: true),
                Field("unit", .word(TimeUnit.allCases.map(\.rawValue)), required: true),
            ], answer: .value(.view(.deadline))
        ) { call in
            let missing = ["from", "amount", "unit"].filter { call.query.json[$0] == nil }
            guard missing.isEmpty, let amount = call.query.integer("amount"),
                let unit = call.query.word("unit", TimeUnit.self)
            else { throw RequestFault.invalid(missing.map { FieldError("?\($0)", .missing) }) }
            let district = try await call.district()
            let from = try start(call.query.text("from"), in: district.zone)
            let deadline = district.current.deadlines.deadline(from: from, Limit(amount, unit))
            return .ok([
                "due_at": .string(deadline.dueAt.text(in: district.zone)),
                "skipped": .array(deadline.skipped.map(\.json)), "provisional": .bool(deadline.provisional),
            ])
        },
        Route(.get, "/v1/demo/clock", "A demo's business time", answer: .member("now", .moment)) { call in
            let now = try await call.broker.demoClock(for: call.caller)
            return .ok(["now": .string(now.text(in: try await call.district().zone))])
        },
        Route(
            .put, "/v1/demo/clock", "Move a demo's business time forward",
            body: .object([Field("now", .moment, required: true)]), answer: .member("now", .moment)
        ) { call in
            let now = try await call.broker.setDemoClock(call.body.requiredMoment("now"), by: call.caller)
            return .ok(["now": .string(now.text(in: try await call.district().zone))])
        },
    ]
}

extension Route {
    /// A moment, or a day: then its local midnight. The last centuries of four digits are left out, since what is counted
    /// from there would need five.
    private static func start(_ text: String, in zone: Zone) throws -> Timestamp {
        let moment =
            Timestamp(rfc3339: text.replacing(" ", with: "+")) ?? LocalDate(text).map { zone.moment($0, second: 0) }
        guard let moment, zone.date(moment).year < 9900 else {
            throw RequestFault.invalid([FieldError("?from", .wrongFormat("2026-01-02T09:00:00+08:00"))])
        }
        return moment
    }
}

extension JSON {
    fileprivate func adding(_ name: String, _ value: JSON) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members + [Member(name, value)])
    }
}

extension YearOutline {
    fileprivate var json: JSON {
        [
            "year": .integer(year), "notice": JSON(notice), "title": JSON(title), "provisional": .bool(provisional),
            "working_days": .integer(workingDays), "holidays": .array(holidays.map(\.json)),
            "make_up": .array(makeUp.map { .string($0.text) }),
        ]
    }
}

extension Rulebook {
    /// Its document, which a PUT takes again, under its id and version.
    fileprivate var json: JSON {
        .object(
            [JSON.Member("id", .string(id.text)), JSON.Member("version", .integer(version))]
                + (document().members ?? []))
    }
}
