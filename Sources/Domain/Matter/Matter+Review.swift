import Foundation
import JSON

/// What a reviewer decided about a whistle before anything was dispatched.
public struct Review: Sendable {
    public enum Decision: String, Sendable, CaseIterable {
        /// It goes on: to the next reviewer, or to the departments.
        case accept
        /// The township solved it where it was raised.
        case settle
        case decline
        /// Back to the raiser, to be corrected.
        case `return`
        /// Another way is open to it, and an answer is given.
        case divert
    }

    public var decision: Decision
    /// Who shall handle it: an organization with a queue; the rulebook's own routing where nobody is named.
    public var handleBy: String?
    public var advice: String?
    public var note: String

    public init(decision: Decision, handleBy: String?, advice: String?, note: String) {
        self.decision = decision
        self.handleBy = handleBy
        self.advice = advice
        self.note = note
    }
}

/// What happens to a whistle before its orders are made.
extension Matter {
    public mutating func review(
        _ review: Review, by caller: Caller, organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try permit(.review, by: caller, at: moment)
        let stage = whistle.reviewer
        if review.decision == .settle, stage != .township {
            throw .rule(Refusal.Rule(.townshipOnly, at: "/decision", review.decision.rawValue))
        }
        if let handler = review.handleBy {
            try Matter.check(queue: handler, organizations, at: "/handle_by")
        }
        tell(
            .whistleReviewed,
            [
                "decision": .string(review.decision.rawValue), "note": .string(review.note),
                "advice": JSON(review.advice), "handle_by": JSON(review.handleBy),
            ])
        switch review.decision {
        case .accept:
            if stage == .township, rules.rulebook.review == .workingGroup {
                whistle.reviewer = .commandCentre
                awaitSitting(at: moment)
                return
            }
            whistle.reviewer = nil
            whistle.review.meet(at: moment.business)
            try handOver(to: review.handleBy, organizations, at: moment)
        case .settle:
            whistle.reviewer = nil
            whistle.review.meet(at: moment.business)
            whistle.answer = WhistleAnswer(text: review.advice ?? review.note)
            whistle.state = .awaitingEvaluation
            tell(.whistleAwaitingEvaluation)
        case .decline: finishDeclined(review.note, answer: review.advice, at: moment)
        case .return: sendBack(reason: review.note, at: moment)
        case .divert:
            whistle.answer = WhistleAnswer(text: review.advice ?? review.note)
            finish(
                .diverted, .whistleDiverted, ["reason": .string(review.note), "advice": JSON(review.advice)], at: moment
            )
        }
    }

    /// After the last review: to whom the reviewers named, or where the raiser or the rulebook sends it.
    private mutating func handOver(
        to handler: String?, _ organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        // Stopped by the dispatch, also where that follows at once.
        whistle.handOver = rules.limit(.handOver, kind: whistle.kind).map { rules.clock($0, from: moment.business) }
        if let handler {
            whistle.routing = Routing(by: .commandCentre, reason: handler)
            tell(.whistleDispatched)
            queueOrders(
                lead: handler, assisting: whistle.proposedAssisting.filter { $0 != handler }, at: moment)
            return
        }
        try dispatchByRule(
            named: [whistle.proposedLead].compactMap { $0 } + whistle.proposedAssisting, reviewed: true, at: moment)
    }

    public mutating func decline(reason: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.decline, by: caller, at: moment)
        finishDeclined(reason, answer: nil, at: moment)
    }

    /// 不予受理: the raiser gets an answer all the same.
    private mutating func finishDeclined(_ reason: String, answer: String?, at moment: Moment) {
        let handledAs = rules.rulebook.declinedAs
        whistle.answer = WhistleAnswer(text: answer ?? reason, handledAs: handledAs)
        finish(
            .declined, .whistleDeclined,
            ["reason": .string(reason), "advice": JSON(answer), "handled_as": JSON(handledAs?.rawValue)], at: moment)
    }

    public mutating func divert(to: String, advice: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.divert, by: caller, at: moment)
        whistle.answer = WhistleAnswer(text: advice, to: to)
        finish(.diverted, .whistleDiverted, ["to": .string(to), "advice": .string(advice)], at: moment)
    }

    public mutating func returnForCorrection(reason: String, by caller: Caller, at moment: Moment) throws(Refusal) {
        try permit(.returnForCorrection, by: caller, at: moment)
        sendBack(reason: reason, at: moment)
    }

    private mutating func finish(_ state: WhistleState, _ event: EventType, _ detail: JSON, at moment: Moment) {
        whistle.reviewer = nil
        end(state, at: moment)
        tell(event, detail)
        closeResolvedOrders(at: moment)
    }

    private mutating func sendBack(reason: String, at moment: Moment) {
        whistle.state = .returnedForCorrection
        whistle.corrections += 1
        whistle.reviewer = nil
        whistle.review.meet(at: moment.business)
        whistle.handOver.meet(at: moment.business)
        tell(.whistleReturnedForCorrection, ["reason": .string(reason)])
    }

    /// What the raiser corrects when it is asked to; what is `nil` stays.
    public struct Correction: Sendable {
        public var title: String?
        public var details: String?
        public var category: String?
        public var kind: WhistleKind?
        public var location: Location?
        public var departments: [String]?
        public var lead: String?

        public init() {}
    }

    /// The corrected whistle goes the way of a new one.
    public mutating func resubmit(
        _ correction: Correction, by caller: Caller, organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try permit(.resubmit, by: caller, at: moment)
        if let title = correction.title { whistle.title = title }
        if let details = correction.details { whistle.details = details }
        if let category = correction.category { whistle.category = category }
        if let kind = correction.kind { whistle.kind = kind }
        if let location = correction.location { whistle.location = location }
        guard rules.rulebook.category(whistle.category) != nil else {
            throw .rule(Refusal.Rule(.unknownCategory, at: "/category", whistle.category))
        }
        let named = try Matter.named(
            lead: correction.lead,
            correction.departments ?? ([whistle.proposedLead].compactMap { $0 } + whistle.proposedAssisting),
            organizations)
        whistle.review = nil
        whistle.handOver = nil
        tell(.whistleResubmitted)
        try route(named: named, organizations, at: moment)
    }
}
