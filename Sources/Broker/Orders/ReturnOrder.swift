import Domain
import Foundation

/// Orders that are refused, ruled on, and handed on.
extension Broker {
    /// 退单.
    public func returnOrder(
        _ id: UUID, reason: String, legalBasis: String, suggested: String?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, district, moment throws(Refusal) in
            try matter.giveBack(
                order, reason: reason, legalBasis: legalBasis, suggested: suggested, by: caller,
                organizations: district.organizations, at: moment)
        }
    }

    /// 裁定.
    public func adjudicateReturn(
        _ id: UUID, _ ruling: Ruling, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, district, moment throws(Refusal) in
            try matter.adjudicate(order, ruling, by: caller, organizations: district.organizations, at: moment)
        }
    }

    public func delegateOrder(
        _ id: UUID, to department: String, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, district, moment throws(Refusal) in
            try matter.delegate(
                order, to: department, reason: reason, by: caller, organizations: district.organizations, at: moment)
        }
    }
}
