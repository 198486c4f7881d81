import Domain
import Foundation

extension Broker {
    /// A judgement of the result: closes the matter, or sends it back to work.
    public func evaluateWhistle(
        _ id: UUID, _ evaluation: Evaluation, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeMatter(.whistles([id]), by: caller, terms) { matter, _, moment throws(Refusal) in
            var evaluation = evaluation
            evaluation.id = UUID.version7(at: moment.machine)
            evaluation.whistleID = matter.whistle.id
            evaluation.organization = caller.organization
            evaluation.round = matter.whistle.round
            evaluation.at = moment.business
            try matter.evaluate(evaluation, by: caller, at: moment)
        }
    }
}
