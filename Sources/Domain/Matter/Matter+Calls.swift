import Foundation
import JSON

/// What is said about a whistle under way without changing where it stands.
extension Matter {
    /// 催办.
    public mutating func urge(note: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.urge, by: caller, at: moment)
        tell(.whistleUrged, ["note": .string(note)])
    }

    /// Asks for a joint meeting: enters the command centre's inbox and starts the `reply` clock where there is one.
    public mutating func referToMeeting(reason: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.referToMeeting, by: caller, at: moment)
        refer(reason: reason, at: moment)
    }

    mutating func refer(reason: String, at moment: Moment) {
        whistle.referredAt = moment.business
        // Asking again does not put the answer off.
        if let limit = rules.rulebook.meetings.reply, whistle.reply.map({ $0.metAt != nil }) ?? true {
            whistle.reply = rules.clock(limit, from: moment.business)
        }
        tell(.whistleReferred, ["reason": .string(reason)])
    }

    /// The matter reaches further than was thought: from a grid to its community, township, district.
    public mutating func raiseLevel(note: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.raiseLevel, by: caller, at: moment)
        let next: Scope =
            switch whistle.scope {
            case .grid: .community
            case .community, nil: .township
            case .township, .district: .district
            }
        guard whistle.scope != .district else { throw .rule(Refusal.Rule(.highestLevel, at: "")) }
        whistle.scope = next
        tell(.whistleLevelRaised, ["scope": .string(next.rawValue), "note": .string(note)])
    }

    /// A leader approves what the raiser is to be told, or sends it back to work.
    public mutating func approveFeedback(
        approve: Bool, note: String?, by caller: Caller, at moment: Moment
    ) throws(Refusal) {
        try permit(.approveFeedback, by: caller, at: moment)
        guard approve else { return rework(at: moment, note: note) }
        whistle.state = .awaitingEvaluation
        tell(.whistleAwaitingEvaluation, ["note": JSON(note)])
    }
}
