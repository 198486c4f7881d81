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
    /// - Parameter departments: all of them; the lead may stand among them.
    public func dispatchWhistle(
        _ id: UUID, lead: String, departments: [String], by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        // What was suggested before the command centre chose; a ruling made meanwhile suggested nothing to it.
        let suggested = try await suggestion(for: try await whistle(id, for: caller), to: caller)
        return try await changeMatter(.whistles([id]), by: caller, terms) { matter, district, moment throws(Refusal) in
            try matter.dispatch(
                lead: lead, departments: departments,
                following: suggested.flatMap { $0.decidedDepartment == lead ? $0 : nil }, by: caller,
                organizations: district.organizations, at: moment)
        }
    }
}
