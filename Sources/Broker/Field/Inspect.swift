import Domain
import Foundation
import JSON
import Store

/// What an inspector asks for, or brings.
public struct InspectionDraft: Sendable {
    public var method: InspectionMethod
    public var theme: String?
    public var township: String?
    /// Matters that are named; each once.
    public var matters: [UUID] = []
    /// Matters that are drawn; without a seed one is made.
    public var draw: (size: Int, seed: Int?, from: LocalDate, to: LocalDate)?
    public var report = InspectionReport()

    public init(method: InspectionMethod) { self.method = method }
}

/// What an inspection brought: answers about sampled matters, findings in words, and how many were asked.
public struct InspectionReport: Sendable {
    public var results: [SampleResult] = []
    public var findings: [InspectionFinding] = []
    public var households = 0
    public var calls = 0

    public init() {}
}

/// An inspection with the names of the matters in it.
public struct InspectionRecord: Sendable {
    public var inspection: Inspection
    public var names: [UUID: (number: String, title: String)]
}

extension Broker {
    /// Begins an inspection: draws its sample or takes the one that is named, and writes down what is known by now.
    public func inspect(
        _ draft: InspectionDraft, by caller: Caller, _ terms: Terms<InspectionRecord>
    ) async throws -> InspectionRecord {
        try Inspection.permit(caller)
        let district = try await districts.district(caller.district)
        if let township = draft.township, district.organizations[township]?.kind != .township {
            throw Refusal.rule(
                Refusal.Rule(
                    .unknownOrganization, at: draft.draw == nil ? "/township" : "/sample/township", township))
        }
        let (record, changed) = try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            let moment = district.now()
            var inspection = Inspection()
            inspection.id = UUID.version7(at: moment.machine)
            inspection.organization = caller.organization
            inspection.method = draft.method
            inspection.theme = draft.theme
            inspection.township = draft.township
            inspection.createdAt = moment.business
            inspection.sample = draft.matters.map(SampledMatter.init(whistleID:))
            if let wanted = draft.draw {
                try await draw(wanted, for: &inspection, in: district, work)
            }
            let (matters, lines, entries) = try await take(
                draft.report, into: &inspection, in: district, by: caller, at: moment, work)
            let line = Chronicle.record(
                &head, type: "inspection.made", by: caller, at: moment.business, data: inspection.facts)
            work.add(inspection)
            work.save(head)
            if matters.changed.isEmpty {
                work.record([line], [])
            } else {
                work.apply(matters.changed, history: lines + [line], outbox: entries)
            }
            let record = InspectionRecord(inspection: inspection, names: matters.names)
            work.remember(terms.answer?(record))
            return (record, matters.changed)
        }
        for matter in changed { desks.arrived(matter, in: caller.district) }
        return record
    }

    /// Adds what visits and calls brought to an inspection.
    public func report(
        _ report: InspectionReport, of id: UUID, by caller: Caller, _ terms: Terms<InspectionRecord>
    ) async throws -> InspectionRecord {
        try Inspection.permit(caller)
        let district = try await districts.district(caller.district)
        let (record, changed) = try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard var inspection = try await work.lockInspection(id), inspection.isVisible(to: caller) else {
                throw Refusal.notFound
            }
            try terms.check(inspection.version)
            let moment = district.now()
            let known = inspection.findings.count
            inspection.version += 1
            let (matters, lines, entries) = try await take(
                report, into: &inspection, in: district, by: caller, at: moment, work)
            let line = Chronicle.record(
                &head, type: "inspection.reported", by: caller, at: moment.business, data: inspection.facts)
            work.save(inspection, known: known)
            work.save(head)
            if matters.changed.isEmpty {
                work.record([line], [])
            } else {
                work.apply(matters.changed, history: lines + [line], outbox: entries)
            }
            let record = InspectionRecord(inspection: inspection, names: matters.names)
            work.remember(terms.answer?(record))
            return (record, matters.changed)
        }
        for matter in changed { desks.arrived(matter, in: caller.district) }
        return record
    }

    /// The inspection of that id, if the caller may see it.
    public func inspection(_ id: UUID, for caller: Caller) async throws -> InspectionRecord {
        guard
            let inspection = try await store.inspections(InspectionFilter(), id: id, limit: 1, in: caller.district)
                .first, inspection.isVisible(to: caller)
        else { throw Refusal.notFound }
        return InspectionRecord(
            inspection: inspection,
            names: try await store.whistleNames(inspection.sample.map(\.whistleID), in: caller.district))
    }

    /// Inspections that the caller may see, newest first, with what all of them come to.
    public func inspections(
        _ filter: InspectionFilter, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> ([InspectionRecord], InspectionTotals) {
        var filter = filter
        filter.viewer = caller.role.seesDistrict ? nil : caller.organization
        let found = try await store.inspections(filter, before: before, limit: limit, in: caller.district)
        let names = try await store.whistleNames(
            found.flatMap { $0.sample.map(\.whistleID) }, in: caller.district)
        return (
            found.map { InspectionRecord(inspection: $0, names: names) },
            try await store.inspectionTotals(filter, in: caller.district)
        )
    }

    private func draw(
        _ wanted: (size: Int, seed: Int?, from: LocalDate, to: LocalDate), for inspection: inout Inspection,
        in district: District, _ work: Work
    ) async throws {
        guard wanted.to >= wanted.from else { throw Refusal.rule(Refusal.Rule(.wrongOrder, at: "/sample/to")) }
        var draw = SampleDraw(
            size: wanted.size, seed: wanted.seed ?? Int.random(in: 0...SampleDraw.highestSeed), from: wanted.from,
            to: wanted.to)
        let (sample, population) = try await work.drawSample(
            draw.size, seed: draw.seed, from: district.zone.moment(draw.from, second: 0),
            to: district.zone.moment(draw.to, second: 86_400), township: inspection.township)
        draw.population = population
        inspection.draw = draw
        inspection.sample = sample.map(SampledMatter.init(whistleID:))
    }

    /// What inspected matters became.
    private struct Inspected {
        var changed: [Matter] = []
        var names: [UUID: (number: String, title: String)] = [:]
    }

    /// Writes results and findings into an inspection and carries them out on the matters, which are locked.
    private func take(
        _ report: InspectionReport, into inspection: inout Inspection, in district: District, by caller: Caller,
        at moment: Moment, _ work: Work
    ) async throws -> (Inspected, [HistoryLine], [OutboxEntry]) {
        var inspected = Inspected()
        var lines: [HistoryLine] = []
        var entries: [OutboxEntry] = []
        let named = inspection.sample.map(\.whistleID) + report.findings.compactMap(\.whistleID)
        let matters = try await work.lockMatters(.whistles(named), rules: district.rules)
        var table = Dictionary(matters.map { ($0.whistle.id, $0) }) { $1 }
        for (index, id) in inspection.sample.map(\.whistleID).enumerated() where table[id] == nil {
            throw Refusal.rule(Refusal.Rule(.unknownWhistle, at: "/sample/\(index)", id.text))
        }
        for (index, finding) in report.findings.enumerated() {
            if let id = finding.whistleID, table[id] == nil {
                throw Refusal.rule(Refusal.Rule(.unknownWhistle, at: "/findings/\(index)/whistle", id.text))
            }
        }
        for (index, result) in report.results.enumerated() {
            try inspection.record(result, at: index, moment)
            guard var matter = table[result.whistleID] else { continue }
            var evaluation = result.evaluation
            evaluation.id = UUID.version7(at: moment.machine)
            evaluation.organization = caller.organization
            evaluation.round = matter.whistle.round
            evaluation.at = moment.business
            if try matter.inspect(result, evaluation, by: caller, at: moment) { inspection.reopen(result) }
            guard !matter.events.isEmpty else { continue }
            let (line, entry) = Chronicle.record(
                &matter, by: caller, at: moment.business, facts: ["inspection": .string(inspection.id.text)])
            lines.append(line)
            entries.append(entry)
            inspected.changed.append(matter)
            table[result.whistleID] = matter
        }
        inspection.findings += report.findings
        inspection.households += report.households
        inspection.calls += report.calls
        inspected.names = table.mapValues { ($0.whistle.number, $0.whistle.title) }
        return (inspected, lines, entries)
    }
}

extension SampleDraw {
    /// Seeds are whole numbers that every reader of JSON keeps exactly.
    public static let highestSeed = 2_147_483_647
}

extension Inspection {
    fileprivate var facts: JSON {
        let asked = sample.map { matter -> JSON in
            [
                "whistle": .string(matter.whistleID.text), "reached": matter.reached.map(JSON.bool) ?? .null,
                "solved": matter.solved.map(JSON.bool) ?? .null, "grade": JSON(matter.grade?.rawValue),
                "reopened": .bool(matter.reopened),
            ]
        }
        let drawn = draw.map { draw -> JSON in
            [
                "size": .integer(draw.size), "seed": .integer(draw.seed), "from": .string(draw.from.text),
                "to": .string(draw.to.text), "population": .integer(draw.population),
            ]
        }
        return [
            "id": .string(id.text), "method": .string(method.rawValue), "theme": JSON(theme),
            "township": JSON(township), "draw": drawn ?? .null, "sample": .array(asked),
            "households": .integer(households), "calls": .integer(calls),
            "findings": .array(findings.map { .string($0.text) }),
        ]
    }
}
