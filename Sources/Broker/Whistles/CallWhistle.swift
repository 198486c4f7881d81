import Domain
import Foundation

/// What is said about a whistle under way.
extension Broker {
    /// 催办.
    public func urgeWhistle(
        _ id: UUID, note: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.urge(note: note, by: caller, at: moment)
        }
    }

    public func referToMeeting(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.referToMeeting(reason: reason, by: caller, at: moment)
        }
    }

    public func raiseLevel(
        _ id: UUID, note: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.raiseLevel(note: note, by: caller, at: moment)
        }
    }

    public func approveFeedback(
        _ id: UUID, approve: Bool, note: String?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.approveFeedback(approve: approve, note: note, by: caller, at: moment)
        }
    }

    /// 合并: two whistles change in one transaction, locked by id.
    public func mergeWhistle(
        _ id: UUID, into target: UUID, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        let district = try await districts.district(caller.district)
        return try await store.change(caller.district) { work in
            let matters = try await work.lockMatters(.whistles([id, target]), rules: district.rules)
            guard var source = matters.first(where: { $0.whistle.id == id }), source.isVisible(to: caller) else {
                throw Refusal.notFound
            }
            source.expectedVersions = terms.expectedVersions
            let moment = district.now()
            try source.permitMerge(by: caller, at: moment)
            guard var other = matters.first(where: { $0.whistle.id == target }), other.isVisible(to: caller) else {
                throw Refusal.rule(Refusal.Rule(.unknownWhistle, at: "/into", target.text))
            }
            try source.merge(into: &other, by: caller, at: moment)
            let (line, entry) = Chronicle.record(&source, by: caller, at: moment.business)
            let (otherLine, otherEntry) = Chronicle.record(&other, by: caller, at: moment.business)
            work.apply([source, other], history: [line, otherLine], outbox: [entry, otherEntry])
            work.remember(terms.answer?(source))
            return source
        }
    }
}
