import Domain
import Foundation
import Store
import Synchronization

/// So many at once and so many a second, and no more: a flood of whistles must not spend its time on being compared.
final class Glances: Sendable {
    private struct Left {
        var count: Double
        var at = ContinuousClock.now
    }

    private let burst: Double
    private let perSecond: Double
    private let left: Mutex<Left>

    init(burst: Double, perSecond: Double) {
        self.burst = burst
        self.perSecond = perSecond
        left = Mutex(Left(count: burst))
    }

    /// Whether one more may be taken now.
    func take() -> Bool {
        left.withLock { left in
            let now = ContinuousClock.now
            left.count = min(burst, left.count + (now - left.at) / .seconds(1) * perSecond)
            left.at = now
            // A refusal costs as much as a grant, down to a bound: a flood is compared with nothing until it is over, since
            // each comparison reads what the flood left behind.
            let isGranted = left.count >= 1
            left.count = max(left.count - 1, -burst)
            return isGranted
        }
    }
}

extension Broker {
    /// Whistles raised longer before are no duplicates.
    private static let recentSeconds: Int64 = 30 * 86_400
    private static let shownDuplicates = 10

    /// Whistles that may be about the same matter as a draft, the likeliest first, of those the caller may see. While more
    /// are raised than are compared a second, none: reading the whistle compares it whenever asked.
    public func possibleDuplicates(of draft: WhistleDraft, for caller: Caller) async throws -> [PossibleDuplicate] {
        guard caller.mayRaise, glances.take() else { return [] }
        let district = try await districts.district(caller.district)
        return try await possibleDuplicates(
            of: draft.id, Likeness(title: draft.title, location: draft.location), draft.title, draft.category,
            at: district.now().business, for: caller)
    }

    /// Whistles that may be about the same matter, the likeliest first, of those the caller may see.
    public func possibleDuplicates(of matter: Matter, for caller: Caller) async throws -> [PossibleDuplicate] {
        let whistle = matter.whistle
        guard !matter.isEnded else { return [] }
        return try await possibleDuplicates(
            of: whistle.id, Likeness(title: whistle.title, location: whistle.location), whistle.title, whistle.category,
            at: whistle.createdAt, for: caller)
    }

    private func possibleDuplicates(
        of id: UUID, _ likeness: Likeness, _ title: String, _ category: String, at moment: Timestamp, for caller: Caller
    ) async throws -> [PossibleDuplicate] {
        let like = try await store.likeWhistles(
            title, category: category, since: moment.adding(seconds: -Self.recentSeconds),
            viewer: caller.role.seesDistrict ? nil : caller.organization, in: caller.district)
        let found = like.compactMap { other -> PossibleDuplicate? in
            guard other.id != id else { return nil }
            let score = likeness.score(Likeness(title: other.title, location: other.location))
            guard score >= Likeness.threshold else { return nil }
            return PossibleDuplicate(id: other.id, number: other.number, title: other.title, score: score)
        }
        return Array(
            found.sorted { ($0.score, $0.id.text) > ($1.score, $1.id.text) }.prefix(Self.shownDuplicates))
    }
}
