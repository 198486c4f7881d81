import Domain
import Store

extension Broker {
    /// Who earned how many points in a period: a matter's tasks under the rules it runs under, sessions and items, which
    /// run under none, by today's.
    public func points(
        of holder: PointHolder, in days: ClosedRange<LocalDate>, for caller: Caller
    ) async throws -> PointTable {
        let district = try await districts.district(caller.district)
        let period = RatePeriod(days, in: district)
        let tasks = try await store.gradedTasks(from: period.from, until: period.until, in: district.code)
        let sessions = try await store.branchSessions(from: period.from, until: period.until, in: district.code)
        let items = try await store.memberItems(from: period.from, until: period.until, in: district.code)
        let today = district.current.rulebook.evaluation.points
        var facts = (sessions + items).map { (fact: $0, scale: today[$0.holder] ?? PointScale()) }
        for task in tasks {
            guard let fact = task.fact(in: district) else { continue }
            let scales = try district.rules(task.rulebookVersion).rulebook.evaluation.points
            facts.append((fact: fact, scale: scales[fact.holder] ?? PointScale()))
        }
        return PointTable(holder, facts)
    }
}

extension GradedTasks {
    /// Whose tasks they were: a leader's office its own, a community its branch's, elsewhere the person who did it.
    fileprivate func fact(in district: District) -> PointFact? {
        func fact(_ holder: PointHolder, _ key: String) -> PointFact {
            PointFact(holder: holder, key: key, organization: department, kind: .task(grade), times: count)
        }
        switch district.organizations[department]?.kind {
        case .leader: return fact(.leader, department)
        case .community: return fact(.branch, department)
        default: return person.map { fact(.member, $0) }
        }
    }
}
