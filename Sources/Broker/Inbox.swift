import Domain
import Foundation
import Store

/// One thing that waits for somebody, for rooms that do not know the tables.
public typealias InboxEntry = InboxLine

extension Broker {
    /// What waits for the caller, the most urgent first.
    public func inbox(for caller: Caller, limit: Int) async throws -> [InboxLine] {
        let district = try await districts.district(caller.district)
        let approver = district.current.rulebook.feedbackApprover
        let lines = try await store.inbox(
            of: InboxOwner(
                organization: caller.role.actsForOrganization ? caller.organization : "",
                isCommandCentre: caller.role == .commandCentre, isLeader: caller.role == .leader,
                approves: approver == caller.organization,
                revisitsBy: caller.role == .supervisor ? district.now().business : nil),
            limit: limit, in: caller.district)
        return lines.map { line in
            guard line.kind == "hotspot" else { return line }
            var line = line
            line.title = district.current.rulebook.category(line.title)?.name ?? line.title
            return line
        }
    }

    /// What may be done about one kind of thing that waits: the last parts of the actions' paths.
    public static func actions(on kind: String) -> [String] {
        switch kind {
        case "review": ["review"]
        case "correction": ["resubmit", "withdraw"]
        case "dispatch": ["dispatch", "decline", "divert", "return-for-correction", "merge"]
        case "approval": ["approve-feedback"]
        case "evaluation", "revisit": ["evaluate"]
        case "referral", "convening": ["meetings"]
        case "appointment": ["delegate"]
        case "return": ["adjudicate"]
        case "extension": ["decide-extension"]
        case "suspension": ["decide-suspension"]
        case "invitation": ["respond", "check-in"]
        case "absence": ["check-in"]
        case "postponement": ["reschedule"]
        case "hotspot": ["convene", "dismiss"]
        case "milestone": ["complete"]
        default: []
        }
    }

    /// The whistles on a meeting's table.
    public func whistlesOnTable(_ ids: [UUID], in code: String) async throws -> [UUID: Whistle] {
        let district = try await districts.district(code)
        let matters = try await store.matters(.whistles(ids), in: code, rules: district.rules)
        return Dictionary(matters.map { ($0.whistle.id, $0.whistle) }) { $1 }
    }

    /// Rulings that the command centre, supervisors and the administrator may search.
    public func precedents(
        category: String?, department: String?, text: String?, for caller: Caller, before: UUID?, limit: Int
    ) async throws -> [Precedent] {
        try await store.precedents(
            category: category, department: department, text: text, before: before, limit: limit, in: caller.district)
    }

    /// The ruling that a whistle of the kind may learn from, for those who may read rulings: where the last one was sent
    /// that nobody could route, or that a department returned which has this one too.
    public func suggestion(for matter: Matter, to caller: Caller) async throws -> Precedent? {
        guard [.commandCentre, .supervisor, .admin].contains(caller.role) else { return nil }
        let live = matter.orders.filter(\.state.isLive).map(\.department)
        switch matter.whistle.state {
        case .awaitingReview, .awaitingDispatch:
            return try await store.suggestion(for: matter.whistle.category, in: caller.district)
        case .inProgress, .reworking:
            return try await store.suggestion(
                for: matter.whistle.category, returnedBy: live, in: caller.district)
        default: return nil
        }
    }
}
