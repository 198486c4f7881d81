import Broker
import Domain
import Foundation
import HTTPTypes
import JSON

/// Where like whistles gather, and the matter of the month.
extension Route {
    static let hotspots: [Route] = [
        Route(
            .get, "/v1/hotspots", "Like whistles gathered by category and place, newest first", roles: .patternReaders,
            query: .paging + [Field("state", .word(HotspotState.self))], answer: .page(.hotspot)
        ) { call in
            let district = try await call.district()
            let found = try await call.broker.hotspots(
                state: call.query.word("state"), for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                found.map { $0.json(in: district) },
                next: found.count == call.limit ? found.last.map { Cursor.encode([$0.hotspot.id.text]) } : nil)
        },
        Route(
            .get, "/v1/hotspots/{id}", "One hotspot with its whistles", subject: .hotspot, answer: .object(.hotspot)
        ) { call in
            let record = try await call.broker.hotspot(try call.id, for: call.caller)
            return .ok(record.json(in: try await call.district()), version: record.hotspot.version)
        },
        Route(
            .post, "/v1/hotspots/{id}/convene", "Call the joint meeting that it proposes", roles: [.commandCentre],
            subject: .hotspot,
            body: .object([
                Field("title", .title, required: true), Field("form", .word(MeetingForm.self), required: true),
                Field("method", .word(MeetingMethod.self)), Field("starts_at", .moment, required: true),
                Field("ends_at", .moment, required: true), Field("place", .name, required: true),
                Field("agenda", .list(.sentence, 0...100)), Field("invitees", .list(.code, 0...200)),
            ]), success: .created, answer: .meeting
        ) { call in
            let id = try call.id
            let draft = MeetingDraft(
                title: call.body.text("title"), whistles: [], form: call.body.word("form") ?? .collective,
                method: call.body.word("method") ?? .plain, startsAt: call.body.requiredMoment("starts_at"),
                endsAt: call.body.requiredMoment("ends_at"), place: call.body.text("place"),
                agenda: call.body.texts("agenda"), invitees: call.body.texts("invitees"), residentsInvited: nil,
                theme: nil)
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.conveneHotspot(id, draft, by: call.caller, terms)
            } answer: { record in
                .created(
                    record.json(in: zone, for: call.caller), at: "/v1/meetings/\(record.meeting.id.text)",
                    version: record.meeting.version)
            }
        },
        Route(
            .post, "/v1/hotspots/{id}/dismiss", "It needs no meeting", roles: [.commandCentre], subject: .hotspot,
            body: .reason, answer: .object(.hotspot)
        ) { call in
            let id = try call.id
            let district = try await call.district()
            return try await call.change { terms in
                try await call.broker.dismissHotspot(id, reason: call.body.text("reason"), by: call.caller, terms)
            } answer: {
                .ok($0.json(in: district), version: $0.hotspot.version)
            }
        },
        Route(
            .get, "/v1/monthly-topic", "每月一题: the largest cluster of a month", roles: .patternReaders,
            query: [Field("month", .text(7...7))], answer: .value(.view(.monthlyTopic))
        ) { call in
            let district = try await call.district()
            var day = district.zone.date(district.now().business)
            if let month = call.query.optionalText("month") {
                guard let first = LocalDate("\(month)-01") else {
                    throw RequestFault.invalid([FieldError("?month", .wrongFormat("2026-03"))])
                }
                day = first
            }
            let topic = try await call.broker.monthlyTopic(around: day, for: call.caller)
            return .ok([
                "month": .string(String(day.text.prefix(7))), "topic": topic.map { $0.json(in: district) } ?? .null,
            ])
        },
    ]
}

/// What was published about weeks and months.
extension Route {
    static let bulletins: [Route] = [
        Route(
            .post, "/v1/bulletins", "Count a week or a month, to its end or to now, and publish it",
            roles: [.commandCentre],
            body: .object([
                Field("period", .word(BulletinPeriod.self), required: true), Field("date", .day),
                Field("summary", .sentence),
            ]), success: .created, answer: .object(.bulletin)
        ) { call in
            let district = try await call.district()
            let period: BulletinPeriod = call.body.word("period") ?? .weekly
            let around = call.body.day("date")
            guard around.map({ (1900...9999).contains($0.year) }) ?? true else {
                throw RequestFault.invalid([FieldError("/date", .wrongFormat("2026-03-02"))])
            }
            return try await call.change { terms in
                try await call.broker.publishBulletin(
                    period, around: around, summary: call.body.optionalText("summary"), by: call.caller, terms)
            } answer: { bulletin in
                .created(
                    bulletin.json(in: district, for: call.caller), at: "/v1/bulletins/\(bulletin.id.text)",
                    version: bulletin.version)
            }
        },
        Route(
            .get, "/v1/bulletins", "Bulletins, newest first",
            query: .paging + [Field("period", .word(BulletinPeriod.self))], answer: .page(.bulletin)
        ) { call in
            let district = try await call.district()
            let found = try await call.broker.bulletins(
                period: call.query.word("period"), for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                found.map { $0.json(in: district, for: call.caller) },
                next: found.count == call.limit ? found.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(
            .get, "/v1/bulletins/{id}", "One bulletin, as JSON, Markdown or HTML by Accept", subject: .bulletin,
            answer: .object(.bulletin, also: ["text/markdown", "text/html"])
        ) { call in
            let bulletin = try await call.broker.bulletin(try call.id, for: call.caller)
            let district = try await call.district()
            let accepted = call.request.headers[.accept] ?? ""
            guard accepted.contains("text/html") || accepted.contains("text/markdown") else {
                return .ok(bulletin.json(in: district, for: call.caller), version: bulletin.version)
            }
            return try call.paper(
                bulletin.paper(in: district, for: call.caller, call.tongue), otherwise: .markdown)
        },
    ]
}

extension Set<Role> {
    /// Who sees where whistles gather: those who see the district, and townships their own.
    fileprivate static let patternReaders: Set<Role> = [.commandCentre, .supervisor, .admin, .observer, .township]
}
