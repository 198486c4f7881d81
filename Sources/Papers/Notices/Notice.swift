import Domain

/// 《催办通知》 or 《督办通知》: tells a department that a clock of its order is missed.
public struct Notice: Paper, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The first reminder after a clock was missed.
        case urging
        /// Under supervision; yellow and red are cards.
        case supervision(SupervisionLevel)
    }

    public var kind: Kind
    public var number: String
    /// The department.
    public var recipient: String
    public var copies: [String] = []
    public var orderNumber: String
    public var whistleTitle: String
    public var role: OrderRole
    public var clock: ClockName
    public var dueAt: String
    /// How late it is, in the clock's own unit: 「2 个工作日」.
    public var lateBy: String?
    /// Until when the department is to act now.
    public var replyBy: String?
    public var note: String?
    public var contact: String?
    public var issuer: String
    public var date: String

    public init(
        kind: Kind, number: String, recipient: String, orderNumber: String, whistleTitle: String, role: OrderRole,
        clock: ClockName, dueAt: String, issuer: String, date: String
    ) {
        self.kind = kind
        self.number = number
        self.recipient = recipient
        self.orderNumber = orderNumber
        self.whistleTitle = whistleTitle
        self.role = role
        self.clock = clock
        self.dueAt = dueAt
        self.issuer = issuer
        self.date = date
    }
}
