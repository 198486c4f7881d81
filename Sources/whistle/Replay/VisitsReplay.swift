import Domain
import JSON
import Rulebooks

/// Visits by plan: the demo's clock goes from one planned day to the next, and every word heard is written down.
struct VisitsReplay {
    let act: Story.Visits
    let replay: Replay

    private struct Plan: Sendable {
        var id: String
        var number: Int
        var recorder: Client
        var days: [LocalDate]
    }

    func run() async throws -> Trace {
        var trace = Trace()
        let plans = try await make()
        trace.plans = Set(plans.map(\.id))
        let turns = plans.count * act.rounds
        let days = Set(plans.flatMap(\.days)).sorted()
        let months = Set(days.map(LocalMonth.init)).sorted().dropLast(act.quietMonths ?? 0)
        var petitioned: Set<LocalMonth> = []
        for day in days {
            // Visits are written down when the day's work is over.
            try await replay.reach(replay.zone.moment(day, second: 17 * 3600))
            if months.contains(LocalMonth(day)), petitioned.insert(LocalMonth(day)).inserted {
                try await petition()
            }
            let due = plans.filter { $0.days.contains(day) }
            let heard = try await inParallel(due) { plan in
                let round = plan.days.firstIndex(of: day) ?? 0
                return try await visit(plan, on: day, turn: plan.number * act.rounds + round, of: turns)
            }
            trace.items.formUnion(heard.joined())
        }
        if let first = days.first, let last = days.last { trace.period = (first.text, last.text) }
        trace.organization = act.petitioner
        return trace
    }

    /// One plan an area, each with its days to come.
    private func make() async throws -> [Plan] {
        let areas = try await replay.organizations(act.areas)
        let today = replay.zone.date(try await replay.now())
        // Twice what the rounds take: what is moved off a holiday lies behind its day.
        let span = (act.monthlyDay == nil ? 7 : 31) * (act.rounds + 2)
        let ends = today.adding(days: span)
        return try await inParallel(Array(0..<(act.plans ?? areas.count))) { number in
            let area = areas.inTurn(number)
            let recorder = try replay.client(as: act.recorder ?? area)
            var body: [JSON.Member] = [
                JSON.Member("kind", .string(act.kind)), JSON.Member("area", .string(area)),
                JSON.Member("visitor", .string("\(act.kind == "agent" ? "代办员" : "包片干部")\(number + 1)")),
                JSON.Member("starts_on", .string(today.adding(days: 1).text)),
                JSON.Member("ends_on", .string(ends.text)),
            ]
            if let rule = act.rule { body.append(JSON.Member("rule", .string(rule))) }
            if let day = act.monthlyDay { body.append(JSON.Member("monthly_day", .integer(day))) }
            if let senders = act.senders { body.append(JSON.Member("sender", .string(senders.inTurn(number)))) }
            let id = try await recorder.post("/v1/visit-plans", .object(body))["id"]?.string ?? ""
            let listed = try await recorder.get(
                "/v1/visit-plans/\(id)/dates?from=\(today.adding(days: 1).text)&to=\(ends.text)")
            let days = (listed["items"]?.array ?? []).compactMap { $0["on"]?.string.flatMap(LocalDate.init) }
            guard days.count >= act.rounds else { throw ClientError("plan \(id) has too few days") }
            return Plan(id: id, number: number, recorder: recorder, days: Array(days.prefix(act.rounds)))
        }
    }

    private func visit(_ plan: Plan, on day: LocalDate, turn: Int, of turns: Int) async throws -> [String] {
        let items = (0..<act.items.share(of: turn, in: turns)).map { number -> JSON in
            let topic = act.topics.inTurn(turn + number)
            return [
                "title": .string("\(topic.title)(\(day.text)第\(number + 1)条)"), "category": .string(topic.category),
                "channel": "visit",
            ]
        }
        let answer = try await plan.recorder.post(
            "/v1/visit-plans/\(plan.id)/visits",
            ["visited_on": .string(day.text), "households": 10, "items": .array(items)])
        replay.progress.step()
        let ids = (answer["items"]?.array ?? []).compactMap { $0["id"]?.string }
        try await replay.settle(
            Array(ids.prefix(act.settled.share(of: turn, in: turns))), "走访中当场协调解决", as: plan.recorder)
        return ids
    }

    /// Somebody still goes to petition: the month is not a quiet one.
    private func petition() async throws {
        guard let petitioner = act.petitioner else { return }
        _ = try await replay.file(
            [["title": "赴镇上访", "category": .string(act.topics[0].category), "channel": "petition"]],
            as: replay.client(as: petitioner))
    }
}
