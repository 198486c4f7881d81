import JSON

/// What the broker's own totals say of an act: sessions, visits, inspections, trends, points.
extension TraceCount {
    func ofField(_ word: String) async throws -> Double? {
        switch word {
        case "sessions": return Double(try await sessions().count)
        case "participations": return sum(try await sessions(), "attendees_present")
        case "members": return Double(try await sessions().reduce(0) { $0 + ($1["members"]?.array?.count ?? 0) })
        case "hosts": return Double(Set(try await sessions().compactMap { $0["host"]?.string }).count)
        case "plans": return Double(try await plans().count)
        case "visits": return sum(try await plans(), "visits_count")
        case "missed_visits": return sum(try await plans(), "missed")
        case "inspections": return Double(try await inspections().count)
        case "households": return sum(try await inspections(), "households")
        case "calls": return sum(try await inspections(), "calls")
        case "findings":
            return Double(try await inspections().reduce(0) { $0 + ($1["findings"]?.array?.count ?? 0) })
        case "zero_streak": return try await trend()["zero_streak"]?.double
        case "year_on_year": return try await trend()["year_on_year"]?.double
        case "this_year": return sum(try await trend()["months"]?.array ?? [], "count")
        case "branch_points": return try await branchPoints()
        default: return nil
        }
    }

    private func sessions() async throws -> [JSON] { try await mine(trace.sessions, "/v1/sessions") }

    private func plans() async throws -> [JSON] { try await mine(trace.plans, "/v1/visit-plans") }

    private func inspections() async throws -> [JSON] { try await mine(trace.inspections, "/v1/inspections") }

    private func sum(_ all: [JSON], _ field: String) -> Double {
        all.reduce(0) { $0 + ($1[field]?.double ?? 0) }
    }

    private func trend() async throws -> JSON {
        guard let period = trace.period else { throw ClientError("the act has no period to look back on") }
        let town = trace.organization.map { "&township=\($0)" } ?? ""
        return try await replay.client.get("/v1/trends?channel=petition&from=\(period.from)&to=\(period.to)\(town)")
    }

    /// What the branches that held the act's sessions have earned on its days, all told.
    private func branchPoints() async throws -> Double {
        let branches = Set(try await sessions().compactMap { $0["branch"]?.string })
        let day = replay.zone.date(try await replay.now()).text
        let table = try await replay.client.get("/v1/points?by=branch&from=\(day)&to=\(day)")
        return (table["items"]?.array ?? []).filter { branches.contains($0["key"]?.string ?? "") }
            .reduce(0) { $0 + ($1["points"]?.double ?? 0) }
    }
}
