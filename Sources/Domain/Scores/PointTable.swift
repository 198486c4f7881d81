/// What earns points: sessions that were held, or tasks that were graded.
public struct PointFact: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case session
        case task(Grade)
    }

    public var holder: PointHolder
    /// Who: an organization's code, or a person's name.
    public var key: String
    /// The organization a person belongs to: two people of one name in two offices are two.
    public var organization: String
    public var kind: Kind
    /// How many of them.
    public var times: Int

    public init(holder: PointHolder, key: String, organization: String, kind: Kind, times: Int = 1) {
        self.holder = holder
        self.key = key
        self.organization = organization
        self.kind = kind
        self.times = times
    }
}

/// Who earned how many points.
public struct PointTable: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        public var key: String
        public var organization: String
        public var sessions = 0
        public var tasks: [Grade: Int] = [:]
        public var points = Points.zero
        /// 1 has the most; equal points share a rank.
        public var rank = 1
    }

    private struct Holder: Hashable { var organization, key: String }

    /// The most points first, then by organization and key.
    public let rows: [Row]

    /// - Parameter facts: each with the scale of the rulebook that it runs under; other holders' are left out.
    public init(_ holder: PointHolder, _ facts: some Sequence<(fact: PointFact, scale: PointScale)>) {
        var rows: [Holder: Row] = [:]
        for (fact, scale) in facts where fact.holder == holder {
            let who = Holder(organization: fact.organization, key: fact.key)
            var row = rows[who] ?? Row(key: fact.key, organization: fact.organization)
            switch fact.kind {
            case .session:
                row.sessions += fact.times
                row.points = row.points + fact.times * scale.session
            case .task(let grade):
                row.tasks[grade, default: 0] += fact.times
                row.points = row.points + fact.times * scale.points(for: grade)
            }
            rows[who] = row
        }
        let points = rows.values.map(\.points)
        self.rows = rows.values.map { row in
            var row = row
            row.rank = 1 + points.count { $0 > row.points }
            return row
        }.sorted { ($0.rank, $0.organization, $0.key) < ($1.rank, $1.organization, $1.key) }
    }
}
