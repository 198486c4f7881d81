import Domain
import Foundation

/// What happens to a whistle before its orders are made.
extension Broker {
    public func reviewWhistle(
        _ id: UUID, _ review: Review, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, district, moment throws(Refusal) in
            try matter.review(review, by: caller, organizations: district.organizations, at: moment)
        }
    }

    public func resubmitWhistle(
        _ id: UUID, _ correction: Matter.Correction, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, district, moment throws(Refusal) in
            try matter.resubmit(correction, by: caller, organizations: district.organizations, at: moment)
        }
    }

    /// 不予受理.
    public func declineWhistle(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.decline(reason: reason, by: caller, at: moment)
        }
    }

    /// 分流.
    public func divertWhistle(
        _ id: UUID, to: String, advice: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.divert(to: to, advice: advice, by: caller, at: moment)
        }
    }

    public func returnForCorrection(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.returnForCorrection(reason: reason, by: caller, at: moment)
        }
    }
}
