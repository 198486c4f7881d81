import Foundation
import JSON

/// What a raiser asks for.
public struct WhistleDraft: Sendable {
    public var id: UUID
    public var number: String
    public var title: String
    public var details = ""
    public var category: String
    /// `nil`: what the category says, else routine.
    public var kind: WhistleKind?
    public var channel = Channel.online
    public var sourceReference: String?
    public var items: [UUID] = []
    public var location: Location?
    public var departments: [String] = []
    public var lead: String?
    public var contact: Contact?
    public var jointSigners: Int?
    public var scope: Scope?

    public init(id: UUID, number: String, title: String, category: String) {
        self.id = id
        self.number = number
        self.title = title
        self.category = category
    }
}

extension Matter {
    /// 吹哨: makes the whistle and, where it is known who handles it, its orders.
    /// - Throws: `.rule` for a category or organization the district does not have.
    public static func raise(
        _ draft: WhistleDraft, by caller: Caller, under rules: MatterRules, organizations: [String: Organization],
        at moment: Moment
    ) throws(Refusal) -> Matter {
        guard let category = rules.rulebook.category(draft.category) else {
            throw .rule(Refusal.Rule(.unknownCategory, at: "/category", draft.category))
        }
        if let kind = organizations[caller.organization]?.kind,
            !rules.rulebook.meetings.accepts(jointSigners: draft.jointSigners, through: kind)
        {
            throw .rule(Refusal.Rule(.tooFewSigners, at: "/joint_signers", "\(draft.jointSigners ?? 0)"))
        }
        for (index, item) in draft.items.enumerated() where draft.items[..<index].contains(item) {
            throw .rule(Refusal.Rule(.duplicate, at: "/items/\(index)", item.text))
        }
        var whistle = Whistle()
        whistle.id = draft.id
        whistle.number = draft.number
        whistle.kind = draft.kind ?? category.kind ?? .routine
        whistle.category = draft.category
        whistle.channel = draft.channel
        whistle.title = draft.title
        whistle.details = draft.details
        whistle.sourceReference = draft.sourceReference
        whistle.location = draft.location
        whistle.jointSigners = draft.jointSigners
        whistle.scope = draft.scope
        whistle.raiser = caller.organization
        whistle.township = caller.parent ?? caller.organization
        whistle.rulebookVersion = rules.rulebook.version
        whistle.itemCount = max(1, draft.items.count)
        whistle.hasContact = draft.contact != nil
        whistle.createdAt = moment.business
        var matter = Matter(whistle: whistle, orders: [], rules: rules)
        matter.addViewer(whistle.raiser)
        matter.addViewer(whistle.township)
        matter.tell(.whistleRaised)
        try matter.route(draft, organizations, at: moment)
        return matter
    }

    private mutating func route(
        _ draft: WhistleDraft, _ organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        try route(
            named: try Matter.named(lead: draft.lead, draft.departments, organizations), organizations, at: moment)
    }

    /// Where a new or corrected whistle goes first: to its reviewers, or on.
    /// - Parameter named: the departments that the raiser names, the lead first.
    mutating func route(
        named: [String], _ organizations: [String: Organization], at moment: Moment
    ) throws(Refusal) {
        if let subject = rules.rulebook.exclusion(
            category: whistle.category, title: whistle.title, description: whistle.details)
        {
            return exclude(subject, at: moment)
        }
        whistle.proposedLead = named.first
        whistle.proposedAssisting = Array(named.dropFirst())
        if let reviewer = firstReviewer {
            whistle.state = .awaitingReview
            whistle.reviewer = reviewer
            if let limit = rules.limit(.review, kind: whistle.kind) {
                whistle.review = rules.clock(limit, from: moment.business)
            }
            awaitSitting(at: moment)
            return
        }
        try dispatchByRule(named: named, reviewed: false, at: moment)
    }

    /// This way is not open to the subject: it is diverted where it was raised, and the raiser gets the answer.
    private mutating func exclude(_ subject: ExcludedSubject, at moment: Moment) {
        whistle.reviewer = nil
        whistle.answer = WhistleAnswer(text: subject.advice, to: subject.divertTo)
        end(.diverted, at: moment)
        tell(
            .whistleDiverted,
            ["to": .string(subject.divertTo), "advice": .string(subject.advice), "reason": .string(subject.name)])
    }

    /// Before the working group, what is no special matter is due at its next sitting.
    mutating func awaitSitting(at moment: Moment) {
        guard whistle.reviewer == .commandCentre, rules.rulebook.reviewCadence.isAwaited(by: whistle.kind) else {
            return
        }
        let due = rules.sitting(after: moment.business)
        if whistle.review == nil { whistle.review = Clock(startedAt: moment.business, dueAt: due) }
        whistle.review?.moveDue(to: due, at: moment.business)
    }

    /// A township looks at what its communities and enterprises raise; the working group at everything.
    private var firstReviewer: Reviewer? {
        switch rules.rulebook.review {
        case .none: nil
        case .township: whistle.raiser == whistle.township ? nil : .township
        case .workingGroup: whistle.raiser == whistle.township ? .commandCentre : .township
        }
    }

    /// To the departments that are named, or those the rulebook routes to; by hand where neither is so.
    mutating func dispatchByRule(named: [String], reviewed: Bool, at moment: Moment) throws(Refusal) {
        let routed = rules.rulebook.route(
            category: whistle.category, township: whistle.township, kind: whistle.kind, location: whistle.location)
        guard rules.rulebook.dispatch == .automatic, let lead = named.first ?? routed?.lead else {
            whistle.state = .awaitingDispatch
            return
        }
        whistle.routing =
            named.isEmpty
            ? Routing(by: .rulebook, rule: routed?.ruleName, reason: rules.rulebook.category(whistle.category)?.name)
            : Routing(by: .raiser)
        whistle.proposedLead = nil
        whistle.proposedAssisting = []
        if reviewed { tell(.whistleDispatched) }
        queueOrders(
            lead: lead, assisting: named.isEmpty ? routed?.assisting ?? [] : Array(named.dropFirst()), at: moment)
    }

    /// Refuses names that no queue bears, and names given twice.
    public static func check(
        queues codes: [String], _ organizations: [String: Organization], at pointer: String
    ) throws(Refusal) {
        var seen: Set<String> = []
        for (index, code) in codes.enumerated() {
            guard seen.insert(code).inserted else {
                throw .rule(Refusal.Rule(.duplicate, at: "\(pointer)/\(index)", code))
            }
            guard let organization = organizations[code] else {
                throw .rule(Refusal.Rule(.unknownOrganization, at: "\(pointer)/\(index)", code))
            }
            guard organization.hasQueue else { throw .rule(Refusal.Rule(.noQueue, at: "\(pointer)/\(index)", code)) }
        }
    }

    /// Refuses a name that no queue bears.
    static func check(
        queue code: String, _ organizations: [String: Organization], at pointer: String
    ) throws(Refusal) {
        guard let organization = organizations[code] else {
            throw .rule(Refusal.Rule(.unknownOrganization, at: pointer, code))
        }
        guard organization.hasQueue else { throw .rule(Refusal.Rule(.noQueue, at: pointer, code)) }
    }

    /// The departments of a request, the lead first, which may also stand among the others.
    static func named(
        lead: String?, _ departments: [String], _ organizations: [String: Organization]
    ) throws(Refusal) -> [String] {
        try check(queues: departments, organizations, at: "/departments")
        guard let lead else { return departments }
        try check(queue: lead, organizations, at: "/lead")
        return [lead] + departments.filter { $0 != lead }
    }

    /// Puts the whistle to work: one lead order, the assisting ones, and the clocks, all from this moment.
    mutating func queueOrders(lead: String, assisting: [String], at moment: Moment) {
        whistle.state = .inProgress
        whistle.review.meet(at: moment.business)
        whistle.handOver.meet(at: moment.business)
        yieldLead()
        if whistle.total == nil {
            whistle.total = rules.clock(rules.rulebook.limits(for: whistle.kind).total, from: moment.business)
        }
        let clocks = orderClocks(at: moment)
        addOrder(lead, .lead, clocks, at: moment)
        for department in assisting { addOrder(department, .assisting, clocks, at: moment) }
        startConvening(at: moment)
        if let bound = rules.rulebook.meetings.triggers.departments, 1 + assisting.count >= bound {
            propose(.departments, at: moment)
        }
    }

    /// The clocks of an order that is queued at that moment.
    typealias OrderClocks = (receive: Clock, report: Clock, resolve: Clock)

    func orderClocks(at moment: Moment) -> OrderClocks {
        let limits = rules.rulebook.limits(for: whistle.kind)
        return (
            rules.clock(limits.receive, from: moment.business), rules.clock(limits.report, from: moment.business),
            rules.clock(limits.resolve, from: moment.business)
        )
    }

    @discardableResult
    mutating func addOrder(_ department: String, _ role: OrderRole, at moment: Moment) -> UUID {
        addOrder(department, role, orderClocks(at: moment), at: moment)
    }

    @discardableResult
    private mutating func addOrder(
        _ department: String, _ role: OrderRole, _ clocks: OrderClocks, at moment: Moment
    ) -> UUID {
        whistle.ordersMade += 1
        var order = Order()
        order.id = UUID.version7(at: moment.machine)
        order.whistleID = whistle.id
        order.number = "\(whistle.number)-\(whistle.ordersMade)"
        order.department = department
        order.role = role
        order.kind = whistle.kind
        order.township = whistle.township
        order.round = whistle.round
        order.receive = clocks.receive
        order.report = clocks.report
        order.resolve = clocks.resolve
        order.createdAt = moment.business
        orders.append(order)
        addedOrders.insert(order.id)
        addViewer(department)
        tell(.orderQueued, order: order.id)
        return order.id
    }
}
