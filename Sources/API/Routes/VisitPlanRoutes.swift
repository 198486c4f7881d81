import Broker
import Domain
import JSON
import Language

/// Who goes where on which days, and what the visits brought.
extension Route {
    static let visitPlans: [Route] = [
        Route(
            .post, "/v1/visit-plans", "Say who goes where on which days",
            roles: [.township, .community, .commandCentre],
            body: .object([
                Field("kind", .word(AreaPlanKind.self)), Field("name", .name), Field("rule", .code),
                Field("area", .code), Field("courtyard", .name), Field("grid", .name),
                Field("households", .integer(0...1_000_000)), Field("visitor", .name, required: true),
                Field("sender", .code), Field("weekday", .word(VisitPlan.weekdays)),
                Field("monthly_day", .integer(1...28)), Field("roll", .word(VisitPlan.Roll.self)),
                Field("starts_on", .day), Field("ends_on", .day),
            ]), success: .created, answer: .object(.visitPlan)
        ) { call in
            let draft = call.body.areaPlan
            if draft.kind == .grid, draft.grid == nil {
                throw RequestFault.invalid([FieldError("/grid", .missing)])
            }
            let zone = try await call.district().zone
            return try await call.change { terms in
                try await call.broker.planVisits(draft, by: call.caller, terms)
            } answer: { record in
                .created(
                    record.json(in: zone), at: "/v1/visit-plans/\(record.plan.id.text)", version: record.plan.version)
            }
        },
        Route(
            .get, "/v1/visit-plans", "Plans of visits, newest first",
            query: .paging + [
                Field("kind", .word(AreaPlanKind.self)), Field("area", .code), Field("township", .code),
                Field("sender", .code), Field("visitor", .name), Field("active_on", .day),
            ], answer: .page(.visitPlan)
        ) { call in
            let zone = try await call.district().zone
            let plans = try await call.broker.areaPlans(
                call.query.areaPlanFilter, for: call.caller,
                before: try Cursor.id(call.query.optionalText("cursor")), limit: call.limit)
            return .page(
                plans.map { $0.json(in: zone) },
                next: plans.count == call.limit ? plans.last.map { Cursor.encode([$0.plan.id.text]) } : nil)
        },
        Route(.get, "/v1/visit-plans/{id}", "One plan", subject: .areaPlan(nil), answer: .object(.visitPlan)) { call in
            let record = try await call.broker.areaPlan(try call.id, for: call.caller)
            return .ok(record.json(in: try await call.district().zone), version: record.plan.version)
        },
        Route(
            .get, "/v1/visit-plans/{id}/dates", "A plan's days in a span, why one moved, and what became of each",
            subject: .areaPlan(nil), query: [Field("from", .day), Field("to", .day)],
            answer: .page(.visitDay, with: [ViewField("counts", .view(.visitDayCounts))])
        ) { call in
            let record = try await call.broker.areaPlan(try call.id, for: call.caller)
            let (first, last) = try await call.span()
            let days = try await call.broker.days(of: record, from: first, to: last, for: call.caller)
            var counts = VisitDayState.allCases.map { state in
                JSON.Member(state.rawValue, .integer(days.count { $0.state == state }))
            }
            counts.append(JSON.Member("total", .integer(days.count)))
            return .page(days.map(\.json), next: nil, with: ("counts", .object(counts)))
        },
        Route(
            .get, "/v1/visit-plans/{id}/visits", "The visits made on a plan, oldest first", subject: .areaPlan(nil),
            query: .paging, answer: .page(.visitSummary)
        ) { call in
            let zone = try await call.district().zone
            let record = try await call.broker.areaPlan(try call.id, for: call.caller)
            let last = try Cursor.id(call.query.optionalText("cursor"))
            let after = last.flatMap { id in record.visits.firstIndex { $0.id == id } }.map { $0 + 1 } ?? 0
            let page = record.visits[after...].prefix(call.limit)
            return .page(
                page.map { .object($0.members(in: zone)) },
                next: page.endIndex < record.visits.count ? page.last.map { Cursor.encode([$0.id.text]) } : nil)
        },
        Route(
            .post, "/v1/visit-plans/{id}/visits", "Write down a visit; every word heard becomes an item",
            roles: .acting, subject: .areaPlan(.record),
            body: .object([
                Field("visited_on", .day, required: true), Field("planned_for", .day), Field("visitor", .name),
                Field("households", .integer(0...1_000_000)), Field("note", .text(0...2000)),
                Field("items", .hearing),
            ]), success: .created, answer: .object(.visit)
        ) { call in
            let zone = try await call.district().zone
            let id = try call.id
            let draft = VisitDraft(
                visitedOn: call.body.day("visited_on") ?? LocalDate(daysSince1970: 0),
                plannedFor: call.body.day("planned_for"), visitor: call.body.optionalText("visitor"),
                households: call.body.integer("households"), note: call.body.optionalText("note"),
                items: call.body.heard(on: .visit))
            return try await call.change { terms in
                try await call.broker.recordVisit(draft, of: id, by: call.caller, terms)
            } answer: { record in
                .created(record.json(in: zone), at: "/v1/visit-plans/\(id.text)/visits", version: record.visit.version)
            }
        },
        Route(
            .post, "/v1/visit-plans/{id}/end", "End a plan; what was visited stays",
            roles: [.township, .community, .commandCentre], subject: .areaPlan(.end),
            body: .object([Field("on", .day), Field("reason", .sentence, required: true)]), answer: .object(.visitPlan)
        ) { call in
            let zone = try await call.district().zone
            let id = try call.id
            return try await call.change { terms in
                try await call.broker.endPlan(
                    id, on: call.body.day("on"), reason: call.body.text("reason"), by: call.caller, terms)
            } answer: {
                .ok($0.json(in: zone), version: $0.plan.version)
            }
        },
    ]
}

extension Call {
    /// `?from=` and `?to=`, both included; a month either way of today where they are left out.
    fileprivate func span() async throws -> (LocalDate, LocalDate) {
        let district = try await district()
        let today = district.zone.date(district.now().business)
        let first = query.day("from") ?? query.day("to")?.adding(days: -61) ?? today.adding(days: -31)
        let last = query.day("to") ?? first.adding(days: 62)
        guard last >= first, last.daysSince1970 - first.daysSince1970 <= AreaPlan.longestSpan else {
            throw RequestFault.invalid([
                FieldError("?to", .outOfRange("\(first.text)–\(first.adding(days: AreaPlan.longestSpan).text)"))
            ])
        }
        return (first, last)
    }
}

extension Body {
    fileprivate var areaPlan: AreaPlanDraft {
        var draft = AreaPlanDraft()
        draft.kind = word("kind") ?? .area
        draft.name = optionalText("name")
        draft.rule = optionalText("rule")
        draft.area = optionalText("area")
        draft.courtyard = optionalText("courtyard")
        draft.grid = optionalText("grid")
        draft.households = integer("households")
        draft.visitor = text("visitor")
        draft.sender = optionalText("sender")
        draft.weekday = optionalText("weekday").flatMap(VisitPlan.weekdays.firstIndex).map { $0 + 1 }
        draft.monthlyDay = integer("monthly_day")
        draft.roll = word("roll")
        draft.startsOn = day("starts_on")
        draft.endsOn = day("ends_on")
        return draft
    }

    fileprivate var areaPlanFilter: AreaPlanFilter {
        var filter = AreaPlanFilter()
        filter.kind = word("kind")
        filter.area = optionalText("area")
        filter.township = optionalText("township")
        filter.sender = optionalText("sender")
        filter.visitor = optionalText("visitor")
        filter.activeOn = day("active_on")
        return filter
    }
}

extension AreaPlanRecord {
    fileprivate func json(in zone: Zone) -> JSON {
        var weekday: String?
        var monthly: Int?
        switch plan.day {
        case .weekly(let day): weekday = VisitPlan.weekdays[day - 1]
        case .monthly(let day): monthly = day
        }
        return [
            "id": .string(plan.id.text), "kind": .string(plan.kind.rawValue), "name": .string(plan.name),
            "rule": JSON(plan.rule), "organization": .string(plan.organization), "area": .string(plan.area),
            "township": .string(plan.township), "courtyard": JSON(plan.courtyard), "grid": JSON(plan.grid),
            "households": JSON(plan.households), "visitor": .string(plan.visitor), "sender": JSON(plan.sender),
            "weekday": JSON(weekday), "monthly_day": JSON(monthly), "roll": .string(plan.roll.rawValue),
            "starts_on": .string(plan.startsOn.text), "ends_on": JSON(plan.endsOn?.text),
            "next": next?.json ?? .null, "visits_count": .integer(visits.count),
            "households_visited": .integer(visits.reduce(0) { $0 + ($1.households ?? 0) }),
            "items_count": .integer(visits.reduce(0) { $0 + $1.itemCount }), "missed": .integer(missed),
            "last_visited_on": JSON(visits.last?.visitedOn.text), "version": .integer(plan.version),
            "created_at": .string(plan.createdAt.text(in: zone)),
        ]
    }
}

extension PlannedVisit {
    fileprivate var json: JSON {
        ["planned": .string(planned.text), "on": .string(on.text), "reason": reason?.json ?? .null]
    }
}

extension VisitDay {
    fileprivate var json: JSON {
        [
            "planned": .string(visit.planned.text), "on": .string(visit.on.text),
            "moved": .bool(visit.on != visit.planned), "reason": visit.reason?.json ?? .null,
            "state": .string(state.rawValue), "visit": JSON(made?.id.text),
            "visited_on": JSON(made?.visitedOn.text), "late": .bool(isLate),
        ]
    }
}

extension VisitRecord {
    fileprivate func json(in zone: Zone) -> JSON {
        .object(visit.members(in: zone) + [JSON.Member("items", .array(items.map { $0.json(in: zone) }))])
    }
}

extension AreaVisit {
    fileprivate func members(in zone: Zone) -> [JSON.Member] {
        [
            JSON.Member("id", .string(id.text)), JSON.Member("plan_id", .string(planID.text)),
            JSON.Member("planned_for", JSON(plannedFor?.text)), JSON.Member("visited_on", .string(visitedOn.text)),
            JSON.Member("visitor", .string(visitor)), JSON.Member("households", JSON(households)),
            JSON.Member("note", JSON(note)), JSON.Member("organization", .string(organization)),
            JSON.Member("items_count", .integer(itemCount)), JSON.Member("version", .integer(version)),
            JSON.Member("created_at", .string(createdAt.text(in: zone))),
        ]
    }
}
