/// 通报: a week's or a month's figures and the orders under a red or a yellow card.
public struct Bulletin: Paper, Equatable {
    public enum Period: Sendable, CaseIterable {
        case weekly, monthly
    }

    public var period: Period
    /// Which one: 「2026 年第 6 期」.
    public var issue: String
    /// First and last day, both included.
    public var from: String
    public var until: String
    public var issuer: String
    public var date: String
    public var summary: String?
    public var figures: [BulletinFigure] = []
    /// The ranks, as they are to be printed.
    public var ranking: BulletinTable?
    public var redCards: [BulletinEntry] = []
    public var yellowCards: [BulletinEntry] = []
    public var copies: [String] = []

    public init(period: Period, issue: String, from: String, until: String, issuer: String, date: String) {
        self.period = period
        self.issue = issue
        self.from = from
        self.until = until
        self.issuer = issuer
        self.date = date
    }
}
