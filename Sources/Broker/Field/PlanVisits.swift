import Domain
import Foundation
import JSON
import Store

/// What is asked for a plan; what is left out comes from the rulebook's plan for the area.
public struct AreaPlanDraft: Sendable {
    public var kind = AreaPlanKind.area
    public var name: String?
    /// The rulebook's plan.
    public var rule: String?
    /// Whom it visits; `nil`: the caller's own ground.
    public var area: String?
    public var courtyard: String?
    public var grid: String?
    public var households: Int?
    public var visitor = ""
    public var sender: String?
    /// 1 is Monday.
    public var weekday: Int?
    public var monthlyDay: Int?
    public var roll: VisitPlan.Roll?
    public var startsOn: LocalDate?
    public var endsOn: LocalDate?

    public init() {}
}

/// A plan with the visits made on it, and where it stands today.
public struct AreaPlanRecord: Sendable {
    public var plan: AreaPlan
    public var visits: [AreaVisit]
    public var next: PlannedVisit?
    /// Planned days before today that nobody came on.
    public var missed: Int

    init(_ plan: AreaPlan, _ visits: [AreaVisit], _ calendar: WorkingCalendar, today: LocalDate) {
        self.plan = plan
        self.visits = visits
        next = plan.next(from: today, calendar)
        missed =
            plan.days(from: plan.startsOn, to: today, calendar, visits: visits, today: today)
            .count { $0.state == .missed }
    }
}

extension Broker {
    /// Says who goes where on which days.
    /// - Throws: `.rule` for a plan that the rulebook has not, an area outside it, a grid that has a head, an agent who has
    ///   somebody already.
    public func planVisits(
        _ draft: AreaPlanDraft, by caller: Caller, _ terms: Terms<AreaPlanRecord>
    ) async throws -> AreaPlanRecord {
        guard caller.goesOut else { throw Refusal.forbidden }
        let district = try await districts.district(caller.district)
        let wanted = try district.plan(draft, for: caller)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            var plan = wanted
            if try await work.isTaken(plan) {
                throw Refusal.rule(
                    plan.kind == .grid
                        ? Refusal.Rule(.gridTaken, at: "/grid", plan.grid ?? "")
                        : Refusal.Rule(.agentTaken, at: "/visitor", plan.visitor))
            }
            let moment = district.now()
            plan.id = UUID.version7(at: moment.machine)
            plan.createdAt = moment.business
            let line = Chronicle.record(
                &head, type: "visit_plan.made", by: caller, at: moment.business, data: plan.facts)
            work.add(plan)
            work.save(head)
            work.record([line], [])
            let record = district.record(plan, [], at: moment)
            work.remember(terms.answer?(record))
            return record
        }
    }

    /// Ends a plan: its last day is named, what was visited stays.
    public func endPlan(
        _ id: UUID, on day: LocalDate?, reason: String, by caller: Caller, _ terms: Terms<AreaPlanRecord>
    ) async throws -> AreaPlanRecord {
        let district = try await districts.district(caller.district)
        let visits = try await store.areaVisits(of: [id], in: caller.district)
        return try await store.change(caller.district) { work in
            var head = try await work.lockDistrict()
            guard var plan = try await work.lockAreaPlan(id), plan.isVisible(to: caller) else { throw Refusal.notFound }
            try plan.permitEnding(by: caller)
            try terms.check(plan.version)
            guard plan.endsOn == nil else { throw Refusal.illegal(state: "ended", allowed: [], because: nil) }
            let moment = district.now()
            let last = day ?? district.zone.date(moment.business)
            guard last >= plan.startsOn else { throw Refusal.rule(Refusal.Rule(.wrongOrder, at: "/on", last.text)) }
            plan.endsOn = last
            plan.version += 1
            let line = Chronicle.record(
                &head, type: "visit_plan.ended", by: caller, at: moment.business,
                data: ["id": .string(id.text), "on": .string(last.text), "reason": .string(reason)])
            work.save(plan)
            work.save(head)
            work.record([line], [])
            let record = district.record(plan, visits, at: moment)
            work.remember(terms.answer?(record))
            return record
        }
    }

    /// The plan of that id, if the caller may see it.
    public func areaPlan(_ id: UUID, for caller: Caller) async throws -> AreaPlanRecord {
        let district = try await districts.district(caller.district)
        guard let plan = try await store.areaPlan(id, in: caller.district), plan.isVisible(to: caller) else {
            throw Refusal.notFound
        }
        let visits = try await store.areaVisits(of: [id], in: caller.district)
        return district.record(plan, visits, at: district.now())
    }

    /// Plans that the caller may see, newest first.
    public func areaPlans(
        _ filter: AreaPlanFilter, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [AreaPlanRecord] {
        let district = try await districts.district(caller.district)
        var filter = filter
        filter.viewer = caller.role.seesDistrict ? nil : caller.organization
        let plans = try await store.areaPlans(filter, before: before, limit: limit, in: caller.district)
        let visits = Dictionary(
            grouping: try await store.areaVisits(of: plans.map(\.id), in: caller.district), by: \.planID)
        let now = district.now()
        return plans.map { district.record($0, visits[$0.id] ?? [], at: now) }
    }

    /// A plan's days in a span, with what became of each.
    public func days(
        of record: AreaPlanRecord, from first: LocalDate, to last: LocalDate, for caller: Caller
    ) async throws -> [VisitDay] {
        let district = try await districts.district(caller.district)
        return record.plan.days(
            from: first, to: last, district.current.deadlines.calendar, visits: record.visits,
            today: district.zone.date(district.now().business))
    }
}

extension District {
    fileprivate func record(_ plan: AreaPlan, _ visits: [AreaVisit], at moment: Moment) -> AreaPlanRecord {
        AreaPlanRecord(plan, visits, current.deadlines.calendar, today: zone.date(moment.business))
    }

    fileprivate func plan(_ draft: AreaPlanDraft, for caller: Caller) throws(Refusal) -> AreaPlan {
        let code = draft.area ?? caller.organization
        guard let area = try ground(code, at: "/area", for: caller) else {
            throw .rule(Refusal.Rule(.unknownOrganization, at: "/area", code))
        }
        var plan = AreaPlan()
        plan.kind = draft.kind
        plan.organization = caller.organization
        plan.area = area.code
        plan.township = area.parent ?? area.code
        plan.courtyard = draft.courtyard
        plan.grid = draft.grid
        plan.households = draft.households
        plan.visitor = draft.visitor
        plan.startsOn = draft.startsOn ?? zone.date(now().business)
        plan.endsOn = draft.endsOn
        if let last = plan.endsOn, last < plan.startsOn {
            throw .rule(Refusal.Rule(.wrongOrder, at: "/ends_on", last.text))
        }
        if let sender = draft.sender {
            guard organizations[sender] != nil else {
                throw .rule(Refusal.Rule(.unknownOrganization, at: "/sender", sender))
            }
            plan.sender = sender
        }
        if plan.kind == .agent, area.kind != .enterprise, area.kind != .community {
            throw .rule(Refusal.Rule(.agentArea, at: "/area", area.code))
        }
        try setDay(of: &plan, draft, area)
        return plan
    }

    /// Its own day, or the rulebook's.
    private func setDay(of plan: inout AreaPlan, _ draft: AreaPlanDraft, _ area: Organization) throws(Refusal) {
        let isOwn = draft.weekday != nil || draft.monthlyDay != nil
        let rule = isOwn && draft.rule == nil ? nil : try current.rulebook.visitPlan(draft.rule, for: area)
        switch (draft.weekday, draft.monthlyDay) {
        case (let weekday?, nil): plan.day = .weekly(weekday)
        case (nil, let day?): plan.day = .monthly(day)
        case (nil, nil):
            guard let rule else { throw .rule(Refusal.Rule(.missingDay, at: "/weekday")) }
            plan.day = rule.day
        default: throw .rule(Refusal.Rule(.missingDay, at: "/monthly_day"))
        }
        plan.rule = rule?.code
        plan.roll = draft.roll ?? rule?.roll ?? .nextWorkingDay
        plan.name = draft.name ?? rule?.name ?? area.name
    }
}

extension AreaPlan {
    fileprivate var facts: JSON {
        [
            "id": .string(id.text), "kind": .string(kind.rawValue), "name": .string(name), "rule": JSON(rule),
            "area": .string(area), "courtyard": JSON(courtyard), "grid": JSON(grid), "visitor": .string(visitor),
            "sender": JSON(sender), "starts_on": .string(startsOn.text), "ends_on": JSON(endsOn?.text),
        ]
    }
}
