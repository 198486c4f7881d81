import Domain
import Foundation
import JSON
import Store

/// What a visitor brings home.
public struct VisitDraft: Sendable {
    public var visitedOn: LocalDate
    /// The planned day it stands for, where the visitor says so.
    public var plannedFor: LocalDate?
    /// Who went; `nil`: the plan's visitor.
    public var visitor: String?
    public var households: Int?
    public var note: String?
    public var items: [HeardItem]

    public init(
        visitedOn: LocalDate, plannedFor: LocalDate? = nil, visitor: String? = nil, households: Int? = nil,
        note: String? = nil, items: [HeardItem] = []
    ) {
        self.visitedOn = visitedOn
        self.plannedFor = plannedFor
        self.visitor = visitor
        self.households = households
        self.note = note
        self.items = items
    }
}

/// A visit with what was heard on it.
public struct VisitRecord: Sendable {
    public var visit: AreaVisit
    public var items: [Item]
}

extension Broker {
    /// Writes down a visit on a plan; every word heard becomes an item of the area's.
    public func recordVisit(
        _ draft: VisitDraft, of id: UUID, by caller: Caller, _ terms: Terms<VisitRecord>
    ) async throws -> VisitRecord {
        let district = try await districts.district(caller.district)
        let book = district.current.rulebook
        guard let seen = try await store.areaPlan(id, in: caller.district), seen.isVisible(to: caller) else {
            throw Refusal.notFound
        }
        try seen.permitRecording(by: caller)
        guard let area = district.organizations[seen.area] else { throw Refusal.notFound }
        let numbers = try await numbers.take(
            draft.items.newOnes, prefix: book.prefixes.item, in: district, at: district.now().business)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard let plan = try await work.lockAreaPlan(id) else { throw Refusal.notFound }
            try terms.check(plan.version)
            let moment = district.now()
            var visit = try draft.visit(
                of: plan, taken: try await work.takenDays(of: id), in: district, by: caller, at: moment)
            let visitID = visit.id
            // Noon of the day stands for a day on which nobody looked at a clock.
            let noon = min(district.zone.moment(visit.visitedOn, second: 43_200), moment.business)
            let hearing = try await hear(
                draft.items, in: Hearer(area), numbers: numbers, by: caller, work, under: book, at: moment
            ) { item in
                item.visitID = visitID
                item.visitPlan = id.text
                item.heardAt = item.heardAt ?? noon
            }
            visit.itemCount = hearing.items.count
            let line = Chronicle.record(
                &head, type: "visit_plan.visited", by: caller, at: moment.business,
                data: ["visit": visit.facts, "items": .array(hearing.items.map(\.summary))])
            work.add(visit)
            work.add(hearing.added, contacts: hearing.contacts)
            work.save(hearing.taken)
            work.save(head)
            work.record([line], entries(.itemHeard, hearing.added, by: caller, at: moment))
            let record = VisitRecord(visit: visit, items: hearing.items)
            work.remember(terms.answer?(record))
            return record
        }
    }

    /// Checks that the caller may record visits of a plan.
    public func permitVisits(of id: UUID, by caller: Caller) async throws {
        guard let plan = try await store.areaPlan(id, in: caller.district), plan.isVisible(to: caller) else {
            throw Refusal.notFound
        }
        try plan.permitRecording(by: caller)
    }
}

extension VisitDraft {
    fileprivate func visit(
        of plan: AreaPlan, taken: Set<LocalDate>, in district: District, by caller: Caller, at moment: Moment
    ) throws(Refusal) -> AreaVisit {
        let calendar = district.current.deadlines.calendar
        guard visitedOn <= district.zone.date(moment.business) else {
            throw .rule(Refusal.Rule(.notYet, at: "/visited_on", visitedOn.text))
        }
        if let plannedFor {
            guard plan.plans(plannedFor, calendar) else {
                throw .rule(Refusal.Rule(.outsidePlan, at: "/planned_for", plannedFor.text))
            }
            guard !taken.contains(plannedFor) else {
                throw .rule(Refusal.Rule(.duplicate, at: "/planned_for", plannedFor.text))
            }
        }
        var visit = AreaVisit()
        visit.id = UUID.version7(at: moment.machine)
        visit.planID = plan.id
        visit.plannedFor = plannedFor ?? plan.plannedDay(for: visitedOn, calendar, taken: taken)
        visit.visitedOn = visitedOn
        visit.visitor = visitor ?? plan.visitor
        visit.households = households
        visit.note = note
        visit.organization = caller.organization
        visit.createdAt = moment.business
        return visit
    }
}

extension AreaVisit {
    fileprivate var facts: JSON {
        [
            "id": .string(id.text), "plan": .string(planID.text), "visited_on": .string(visitedOn.text),
            "planned_for": JSON(plannedFor?.text), "visitor": .string(visitor), "households": JSON(households),
            "note": JSON(note),
        ]
    }
}
