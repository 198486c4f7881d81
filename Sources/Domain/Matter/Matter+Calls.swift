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
        refer(["reason": .string(reason)], at: moment)
    }

    /// The rulebook asks for a meeting; a whistle that waits for one already is not told of again.
    mutating func propose(_ trigger: MeetingTrigger, at moment: Moment) {
        guard whistle.referredAt == nil else { return }
        refer(["trigger": .string(trigger.rawValue)], at: moment)
    }

    private mutating func refer(_ detail: JSON, at moment: Moment) {
        whistle.referredAt = moment.business
        startConvening(at: moment)
        // Asking again does not put the answer off.
        if let limit = rules.rulebook.meetings.reply, whistle.reply.map({ $0.metAt != nil }) ?? true {
            whistle.reply = rules.clock(limit, from: moment.business)
        }
        tell(.whistleReferred, detail)
    }

    /// From now on time, place and form of a meeting are to be fixed, where the rulebook says by when.
    mutating func startConvening(at moment: Moment) {
        guard let limit = rules.rulebook.meetings.convene, whistle.convene.map({ $0.metAt != nil }) ?? true else {
            return
        }
        whistle.convene = rules.clock(limit, from: moment.business)
    }

    /// A meeting about it has a time, a place and a form. It is the meeting's event and no line of the whistle's history,
    /// but a new version of what is shown.
    public mutating func putOnTable(at moment: Moment) {
        guard let clock = whistle.convene, clock.metAt == nil else { return }
        whistle.convene.meet(at: moment.business)
        whistle.version += 1
    }

    /// The meeting about it is cancelled, and there is no other: what was fixed is open again, and due when it was.
    public mutating func takeOffTable() {
        let isOpen = [.awaitingDispatch, .inProgress, .reworking, .suspended].contains(whistle.state)
        guard isOpen, whistle.convene?.metAt != nil else { return }
        whistle.convene?.metAt = nil
        whistle.escalateAt = nil
        schedule()
        whistle.version += 1
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
