import Domain
import Foundation
import Postgres

extension Table where Row == ItemEvaluation {
    static let itemEvaluations = Table(
        "item_evaluations",
        [
            Column("id", \.id), Column("item_id", \.itemID), Column("grade", \.grade), Column("comment", \.comment),
            .texts("members", \.members), Column("organization", \.organization), Column("township", \.township),
            Column("at", \.at),
        ])
}

extension Table where Row == ListeningSession {
    static let sessions = Table(
        "sessions",
        [
            Column("id", \.id), Column("theme", \.theme), Column("host", \.host),
            Column("organization", \.organization), Column("township", \.township), Column("branch", \.branch),
            .texts("members", \.members), Column("place", \.place), Column("held_at", \.heldAt),
            .small("residents_present", \.residentsPresent), .small("attendees_present", \.attendeesPresent),
            .small("item_count", \.itemCount, default: 0), Column("version", \.version, default: 1),
            Column("created_at", \.createdAt),
        ])
}

extension Table where Row == AreaPlan {
    static let areaPlans = Table(
        "area_plans",
        [
            Column("id", \.id), Column("kind", \.kind), Column("name", \.name), Column("rule", \.rule),
            Column("organization", \.organization), Column("area", \.area), Column("township", \.township),
            Column("courtyard", \.courtyard), Column("grid", \.grid), .small("households", \.households),
            Column("visitor", \.visitor), Column("sender", \.sender),
            Column(
                optional: "weekday",
                get: { row -> Int32? in
                    if case .weekly(let day) = row.pointee.day { Int32(day) } else { nil }
                }, set: { row, day in if let day { row.day = .weekly(Int(day)) } }),
            Column(
                optional: "monthly_day",
                get: { row -> Int32? in
                    if case .monthly(let day) = row.pointee.day { Int32(day) } else { nil }
                }, set: { row, day in if let day { row.day = .monthly(Int(day)) } }),
            Column("roll", \.roll), Column("starts_on", \.startsOn), Column("ends_on", \.endsOn),
            Column("version", \.version, default: 1), Column("created_at", \.createdAt),
        ])
}

extension Table where Row == AreaVisit {
    static let areaVisits = Table(
        "area_visits",
        [
            Column("id", \.id), Column("plan_id", \.planID), Column("planned_for", \.plannedFor),
            Column("visited_on", \.visitedOn), Column("visitor", \.visitor), .small("households", \.households),
            Column("note", \.note), Column("organization", \.organization),
            .small("item_count", \.itemCount, default: 0), Column("version", \.version, default: 1),
            Column("created_at", \.createdAt),
        ])
}

extension Table where Row == Inspection {
    static let inspections = Table(
        "inspections",
        [
            Column("id", \.id), Column("organization", \.organization), Column("method", \.method),
            Column("theme", \.theme),
            Column(
                optional: "draw_from", get: { $0.pointee.draw?.from },
                set: { row, from in row.draw = from.map { SampleDraw(size: 0, seed: 0, from: $0, to: $0) } }),
            Column(
                optional: "draw_to", get: { $0.pointee.draw?.to },
                set: { row, to in if let to { row.draw?.to = to } }),
            Column(
                optional: "draw_size", get: { $0.pointee.draw.map { Int32(clamping: $0.size) } },
                set: { row, size in if let size { row.draw?.size = Int(size) } }),
            Column(
                optional: "draw_seed", get: { $0.pointee.draw?.seed },
                set: { row, seed in if let seed { row.draw?.seed = seed } }),
            Column(
                optional: "draw_population", get: { $0.pointee.draw.map { Int32(clamping: $0.population) } },
                set: { row, count in if let count { row.draw?.population = Int(count) } }),
            Column("township", \.township), .small("households", \.households, default: 0),
            .small("calls", \.calls, default: 0), Column("version", \.version, default: 1),
            Column("created_at", \.createdAt),
        ])
}

/// A row of an inspection's own list, with the inspection it belongs to.
struct Inspected<Value: Sendable>: Sendable {
    var inspection: UUID
    var place: Int
    var value: Value
}

extension Table where Row == Inspected<SampledMatter> {
    static let inspectedMatters = Table(
        "inspected_matters", keys: 2,
        [
            Column("inspection_id", \.inspection), Column("whistle_id", \.value.whistleID), .small("place", \.place),
            Column("reached", \.value.reached), Column("solved", \.value.solved), Column("grade", \.value.grade),
            Column("comment", \.value.comment), Column("reopened", \.value.reopened, default: false),
            Column("checked_at", \.value.checkedAt),
        ])
}

extension Table where Row == Inspected<InspectionFinding> {
    static let inspectionFindings = Table(
        "inspection_findings", keys: 2,
        [
            Column("inspection_id", \.inspection), .small("place", \.place), Column("finding", \.value.text),
            Column("whistle_id", \.value.whistleID),
        ])
}
