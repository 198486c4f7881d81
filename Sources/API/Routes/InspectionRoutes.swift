import Broker
import Domain
import Foundation
import JSON
import Language

/// Checks by visits and calls.
extension Route {
    static let inspections: [Route] = [
        Route(
            .post, "/v1/inspections", "Begin an inspection: a sample drawn or named, and what is known by now",
            roles: [.supervisor, .commandCentre],
            body: .object(
                [
                    Field("method", .word(InspectionMethod.self), required: true), Field("theme", .name),
                    Field("township", .code),
                    Field("sample", .anyOf([.list(.anyOf([.sampled, .id]), 0...500), .draw])),
                ] + [Field].asked),
            success: .created, answer: .object(.inspection)
        ) { call in
            let draft = try call.body.inspection()
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.inspect(draft, by: call.caller, terms)
            } answer: { record in
                .created(
                    record.json(in: zone), at: "/v1/inspections/\(record.inspection.id.text)",
                    version: record.inspection.version)
            }
        },
        Route(
            .get, "/v1/inspections", "Inspections, newest first, and what all of them come to",
            query: .paging + [
                Field("method", .word(InspectionMethod.self)), Field("organization", .code),
                Field("since", .moment), Field("until", .moment),
            ], answer: .page(.inspectionSummary, with: [ViewField("totals", .view(.inspectionTotals))])
        ) { call in
            let zone = try await call.district().zone
            let (records, totals) = try await call.broker.inspections(
                call.query.inspectionFilter, for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                records.map { .object($0.members(in: zone)) },
                next: records.count == call.limit
                    ? records.last.map { Cursor.encode([$0.inspection.id.text]) } : nil,
                with: ("totals", totals.json))
        },
        Route(
            .get, "/v1/inspections/{id}", "One inspection", subject: .inspection, answer: .object(.inspection)
        ) { call in
            let record = try await call.broker.inspection(try call.id, for: call.caller)
            return .ok(record.json(in: try await call.district().zone), version: record.inspection.version)
        },
        Route(
            .post, "/v1/inspections/{id}/results", "Add what visits and calls brought",
            roles: [.supervisor, .commandCentre], subject: .inspection,
            body: .object([Field("results", .list(.sampled, 0...500))] + [Field].asked), answer: .object(.inspection)
        ) { call in
            let id = try call.id
            let zone = try await call.district().zone
            var report = call.body.report
            let results = call.body.objects("results")
            for (index, result) in results.enumerated() where !result.isAnswer {
                _ = try await call.broker.inspection(id, for: call.caller)
                throw RequestFault.invalid([FieldError("/results/\(index)/reached", .missing)])
            }
            report.results = results.map(\.sampleResult)
            let brought = report
            return try await call.change { terms in
                try await call.broker.report(brought, of: id, by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone), version: $0.inspection.version)
            }
        },
    ]
}

extension Shape {
    /// One matter of a sample, with or without what was said about it.
    fileprivate static let sampled = Shape.object([
        Field("whistle", .id, required: true), Field("reached", .boolean), Field("solved", .boolean),
        Field("grade", .word(Grade.self)), Field("comment", .text(0...2000)),
    ])
    fileprivate static let draw = Shape.object([
        Field("size", .integer(1...500), required: true), Field("seed", .integer(0...SampleDraw.highestSeed)),
        Field("from", .day, required: true), Field("to", .day, required: true), Field("township", .code),
    ])
    fileprivate static let finding = Shape.object([
        Field("finding", .sentence, required: true), Field("whistle", .id),
    ])
}

extension [Field] {
    /// Whom an inspection asked, and what it found.
    fileprivate static let asked: [Field] = [
        Field("findings", .anyOf([.list(.anyOf([.finding, .sentence]), 0...500), .sentence])),
        Field("households", .integer(0...1_000_000)), Field("calls", .integer(0...1_000_000)),
    ]
}

extension Body {
    fileprivate func inspection() throws -> InspectionDraft {
        var draft = InspectionDraft(method: word("method") ?? .visit)
        draft.theme = optionalText("theme")
        draft.township = optionalText("township")
        draft.report = report
        if let named = json["sample"]?.array {
            for (index, one) in named.enumerated() {
                let body = Body(json: one.string == nil ? one : ["whistle": one])
                guard let id = body.id("whistle") else { continue }
                guard !draft.matters.contains(id) else {
                    throw Refusal.rule(Refusal.Rule(.duplicate, at: "/sample/\(index)", id.text))
                }
                draft.matters.append(id)
                if body.isAnswer { draft.report.results.append(body.sampleResult) }
            }
        } else if let wanted = object("sample"), let first = wanted.day("from"), let last = wanted.day("to") {
            draft.draw = (wanted.integer("size") ?? 1, wanted.integer("seed"), first, last)
            draft.township = wanted.optionalText("township") ?? draft.township
        }
        return draft
    }

    fileprivate var report: InspectionReport {
        var report = InspectionReport()
        report.households = integer("households") ?? 0
        report.calls = integer("calls") ?? 0
        let words = json["findings"].map { $0.array ?? ($0.isNull ? [] : [$0]) } ?? []
        report.findings = words.map { one in
            one.string.map { InspectionFinding($0) }
                ?? InspectionFinding(Body(json: one).text("finding"), whistleID: Body(json: one).id("whistle"))
        }
        return report
    }

    /// Whether it says anything about the matter.
    fileprivate var isAnswer: Bool { has("reached") || has("solved") || has("grade") }

    fileprivate var sampleResult: SampleResult {
        SampleResult(
            whistleID: id("whistle") ?? UUID.none, reached: bool("reached") ?? true, solved: bool("solved"),
            grade: word("grade"), comment: optionalText("comment"))
    }

    fileprivate var inspectionFilter: InspectionFilter {
        var filter = InspectionFilter()
        filter.method = word("method")
        filter.organization = optionalText("organization")
        filter.since = moment("since")
        filter.until = moment("until")
        return filter
    }
}

extension InspectionRecord {
    /// With every matter of the sample.
    fileprivate func json(in zone: Zone) -> JSON {
        let sample = inspection.sample.map { matter -> JSON in
            [
                "whistle": .string(matter.whistleID.text), "number": JSON(names[matter.whistleID]?.number),
                "title": JSON(names[matter.whistleID]?.title), "reached": matter.reached.map(JSON.bool) ?? .null,
                "solved": matter.solved.map(JSON.bool) ?? .null, "grade": JSON(matter.grade?.rawValue),
                "comment": JSON(matter.comment), "reopened": .bool(matter.reopened),
                "checked_at": JSON(matter.checkedAt?.text(in: zone)),
            ]
        }
        return .object(members(in: zone) + [JSON.Member("sample", .array(sample))])
    }

    /// As it stands in a list.
    fileprivate func members(in zone: Zone) -> [JSON.Member] {
        let findings = inspection.findings.map { finding -> JSON in
            ["finding": .string(finding.text), "whistle": JSON(finding.whistleID?.text)]
        }
        return [
            JSON.Member("id", .string(inspection.id.text)),
            JSON.Member("organization", .string(inspection.organization)),
            JSON.Member("method", .string(inspection.method.rawValue)), JSON.Member("theme", JSON(inspection.theme)),
            JSON.Member("township", JSON(inspection.township)), JSON.Member("draw", inspection.draw?.json ?? .null),
            JSON.Member("households", .integer(inspection.households)),
            JSON.Member("calls", .integer(inspection.calls)), JSON.Member("findings", .array(findings)),
            JSON.Member("counts", counts), JSON.Member("version", .integer(inspection.version)),
            JSON.Member("created_at", .string(inspection.createdAt.text(in: zone))),
        ]
    }

    private var counts: JSON {
        let sample = inspection.sample
        return [
            "sampled": .integer(sample.count), "checked": .integer(sample.count { $0.checkedAt != nil }),
            "reached": .integer(sample.count { $0.reached == true }),
            "solved": .integer(sample.count { $0.solved == true }),
            "reopened": .integer(sample.count { $0.reopened }), "findings": .integer(inspection.findings.count),
        ]
    }
}

extension SampleDraw {
    fileprivate var json: JSON {
        [
            "size": .integer(size), "seed": .integer(seed), "from": .string(from.text), "to": .string(to.text),
            "population": .integer(population),
        ]
    }
}

extension InspectionTotals {
    fileprivate var json: JSON {
        [
            "inspections": .integer(inspections), "households": .integer(households), "calls": .integer(calls),
            "findings": .integer(findings), "sampled": .integer(sampled), "reached": .integer(reached),
            "solved": .integer(solved), "reopened": .integer(reopened),
        ]
    }
}
