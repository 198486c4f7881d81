import Foundation

/// A ruling on a return, kept to be found again: what was refused, why, and how it was decided.
public struct Precedent: Sendable, Equatable {
    public var id = UUID.none
    public var whistleID = UUID.none
    public var whistleNumber = ""
    public var orderNumber = ""
    public var category = ""
    public var title = ""
    /// Who returned it.
    public var department = ""
    public var reason = ""
    public var legalBasis = ""
    public var decision = ""
    /// Who got the order, or leads now.
    public var decidedDepartment: String?
    public var note = ""
    public var version = 1
    public var createdAt = Timestamp(microseconds: 0)

    public init() {}

    init(_ order: Order, _ ruling: Ruling, of whistle: Whistle, at moment: Moment) {
        id = UUID.version7(at: moment.machine)
        whistleID = whistle.id
        whistleNumber = whistle.number
        orderNumber = order.number
        category = whistle.category
        title = whistle.title
        department = order.department
        reason = order.pendingReason ?? ""
        legalBasis = order.pendingBasis ?? ""
        decision = ruling.decision.rawValue
        decidedDepartment = ruling.decision == .reroute ? ruling.department : ruling.lead
        note = ruling.note
        createdAt = moment.business
    }
}
