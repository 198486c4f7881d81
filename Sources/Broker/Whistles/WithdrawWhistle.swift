import Domain
import Foundation

extension Broker {
    /// The raiser takes the whistle back; live orders are cancelled.
    public func withdrawWhistle(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            try matter.withdraw(reason: reason, by: caller, at: moment)
        }
    }

    /// The command centre names the departments of a whistle that nobody could route.
    public func dispatchWhistle(
        _ id: UUID, lead: String, assisting: [String], by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, district, moment throws(Refusal) in
            try matter.dispatch(
                lead: lead, assisting: assisting, by: caller, organizations: district.organizations, at: moment)
        }
    }
}
