import Domain
import Foundation

extension Broker {
    /// 报到: somebody named is on it.
    public func reportIn(
        _ id: UUID, person: String, note: String?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.reportIn(order, person: person, note: note, by: caller, at: moment)
        }
    }

    public func reportProgress(
        _ id: UUID, note: String, percent: Int?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.progress(order, note: note, percent: percent, by: caller, at: moment)
        }
    }

    /// 办结反馈.
    public func resolveOrder(
        _ id: UUID, _ resolution: Matter.Resolution, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.resolve(order, resolution, by: caller, at: moment)
        }
    }
}
