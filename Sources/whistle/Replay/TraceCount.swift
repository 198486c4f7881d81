import JSON

/// Counts of what an act left, asked of the broker's lists anew for each.
struct TraceCount {
    let trace: Trace
    let replay: Replay

    init(_ trace: Trace, _ replay: Replay) {
        self.trace = trace
        self.replay = replay
    }

    /// - Throws: for a word that is not counted.
    func value(_ word: String) async throws -> Double {
        if let value = try await ofItems(word) { return value }
        if let value = try await ofWhistles(word) { return value }
        if let value = try await ofField(word) { return value }
        throw ClientError("the story counts '\(word)', which nobody counts")
    }

    private func ofItems(_ word: String) async throws -> Double? {
        switch word {
        case "items": return Double(try await items().count)
        case "open_items": return Double(try await items().filter { $0["state"]?.string == "open" }.count)
        case "settled_items": return Double(try await items().filter { $0["state"]?.string == "resolved" }.count)
        case "settled_share":
            let all = try await items()
            return share(all.filter { $0["state"]?.string == "resolved" }.count, of: all.count)
        case "carried_items": return Double(try await items().filter { $0["state"]?.string == "whistled" }.count)
        case "closed_items":
            let closed = Set(try await whistles(in: "closed").compactMap { $0["id"]?.string })
            return Double(try await items().filter { closed.contains($0["whistle_id"]?.string ?? "") }.count)
        case let word where word.hasPrefix("items_of_"):
            let categories = Set(word.dropFirst("items_of_".count).split(separator: "+").map(String.init))
            return Double(try await items().filter { categories.contains($0["category"]?.string ?? "") }.count)
        default: return nil
        }
    }

    private func ofWhistles(_ word: String) async throws -> Double? {
        switch word {
        case "whistles": return Double(try await whistles().count)
        case "raisers": return Double(Set(try await whistles().compactMap { $0["raiser"]?.string }).count)
        case "closed": return Double(try await whistles(in: "closed").count)
        case "advised": return Double(try await whistles(in: "diverted").count)
        case "reworked":
            return Double(
                try await whistles().filter { orders(of: $0).contains { ($0["round"]?.integer ?? 1) > 1 } }.count)
        case "departments": return Double(try await departments().count)
        case "external": return Double(try await departments { $0["external"]?.bool == true }.count)
        case "to_leaders": return Double(try await led { $0["kind"]?.string == "leader" })
        case "to_department_heads": return Double(try await led { $0["kind"]?.string == "department" })
        case "satisfied": return Double(try await satisfied())
        case "satisfied_share": return share(try await satisfied(), of: try await whistles(in: "closed").count)
        case "late": return Double(try await clocks { isLate($0) })
        case "kept": return Double(try await clocks { !isLate($0) })
        case "meetings":
            let known = try await replay.client.pages("/v1/meetings").compactMap { $0["id"]?.string }
            return Double(trace.meetings.intersection(known).count)
        case "chased":
            var came = 0
            for (meeting, organization) in trace.chased {
                let attendance = try await replay.client.get("/v1/meetings/\(meeting)")["attendance"]?.array ?? []
                if attendance.contains(where: {
                    $0["organization"]?.string == organization && $0["status"]?.string == "present"
                }) {
                    came += 1
                }
            }
            return Double(came)
        default: return nil
        }
    }

    private func items() async throws -> [JSON] { try await mine(trace.items, "/v1/items") }

    private func whistles(in state: String? = nil) async throws -> [JSON] {
        let all = try await mine(trace.whistles, "/v1/whistles")
        return state.map { state in all.filter { $0["state"]?.string == state } } ?? all
    }

    /// Those of a list that the act made.
    func mine(_ ids: Set<String>, _ path: String) async throws -> [JSON] {
        try await replay.client.pages(path, until: ids.count) { ids.contains($0["id"]?.string ?? "") }
    }

    private func orders(of whistle: JSON) -> [JSON] { whistle["orders"]?.array ?? [] }

    private func departments(_ holds: (JSON) -> Bool = { _ in true }) async throws -> Set<String> {
        let known = try await replay.client.pages("/v1/organizations").filter(holds).compactMap { $0["code"]?.string }
        return Set(try await whistles().flatMap { orders(of: $0) }.compactMap { $0["department"]?.string })
            .intersection(known)
    }

    private func led(_ holds: (JSON) -> Bool) async throws -> Int {
        let known = Set(
            try await replay.client.pages("/v1/organizations").filter(holds).compactMap { $0["code"]?.string })
        // Whom it was handed over to holds the first order.
        return try await whistles().count { known.contains(orders(of: $0).first?["department"]?.string ?? "") }
    }

    /// Closed ones whose last word was "satisfied", by their histories.
    private func satisfied() async throws -> Int {
        let closed = try await whistles(in: "closed").compactMap { $0["id"]?.string }
        let client = replay.client
        return try await inParallel(closed) { id in
            let lines = try await client.pages("/v1/whistles/\(id)/history")
            let told = lines.flatMap { $0["data"]?["events"]?.array ?? [] }
            let last = told.last { $0["type"]?.string == "whistle.evaluated" }
            return last?["detail"]?["grade"]?.string == "satisfied"
        }.count { $0 }
    }

    /// Whistles by what their orders' report clocks say.
    private func clocks(_ holds: (JSON) -> Bool) async throws -> Int {
        try await whistles().filter(holds).count
    }

    private func isLate(_ whistle: JSON) -> Bool {
        orders(of: whistle).contains { order in
            (order["clocks"]?.array ?? []).contains {
                $0["name"]?.string == "report" && $0["overdue"]?.bool == true
            }
        }
    }

    private func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) * 100 / Double(whole)
    }
}
