import Domain
import Foundation

/// What a department asks for, and what the command centre decides.
extension Broker {
    /// 延期申请.
    public func requestExtension(
        _ id: UUID, until: Timestamp, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.requestExtension(order, until: until, reason: reason, by: caller, at: moment)
        }
    }

    public func decideExtension(
        _ id: UUID, approve: Bool, note: String?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.decideExtension(order, approve: approve, note: note, by: caller, at: moment)
        }
    }

    /// 挂账申请.
    public func requestSuspension(
        _ id: UUID, reason: String, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.requestSuspension(order, reason: reason, by: caller, at: moment)
        }
    }

    public func decideSuspension(
        _ id: UUID, approve: Bool, note: String?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.decideSuspension(order, approve: approve, note: note, by: caller, at: moment)
        }
    }

    /// Ends a suspension, granted or only asked for.
    public func resumeOrder(_ id: UUID, by caller: Caller, _ terms: Terms<Matter>) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.resume(order, by: caller, at: moment)
        }
    }

    /// 督办.
    public func superviseOrder(
        _ id: UUID, level: SupervisionLevel, note: String?, by caller: Caller, _ terms: Terms<Matter>
    ) async throws -> Matter {
        try await changeOrder(id, by: caller, terms) { matter, order, moment throws(Refusal) in
            try matter.supervise(order, level: level, note: note, by: caller, at: moment)
        }
    }
}
