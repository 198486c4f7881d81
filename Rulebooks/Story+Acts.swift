extension Story {
    /// One thing heard.
    public struct Item: Decodable, Sendable {
        public var title: String
        public var category: String?
        public var channel: String
    }

    /// One table: heard, raised, claimed, received, reported in; a joint meeting decides; all is done and judged.
    public struct Council: Decodable, Sendable {
        public struct Whistle: Decodable, Sendable {
            public var title: String
            public var category: String
            /// Places in the act's list of items, from 1.
            public var items: [Int]
            /// The first leads.
            public var departments: [String]
        }

        public struct Meeting: Decodable, Sendable {
            public var title: String
            public var place: String
            public var form: String
            /// Days from the start of the act.
            public var days: Int
            public var attendees: Int
            /// Who does not come, and is chased.
            public var absent: [String]
        }

        public var raiser: String
        public var items: [Item]
        public var whistles: [Whistle]
        public var meeting: Meeting
    }

    /// Many tables of one kind: each settles its issues where it sits.
    public struct Councils: Decodable, Sendable {
        public var raisers: [String]
        public var meetings: Int
        /// Issues of all the tables together, spread evenly.
        public var issues: Int
        public var topics: [Topic]
        public var place: String
        /// The six steps, none skipped.
        public var sixStep: Bool?

        private enum CodingKeys: String, CodingKey {
            case raisers, meetings, issues, topics, place
            case sixStep = "six_step"
        }
    }

    /// What is heard again and again, and who is asked for it.
    public struct Topic: Decodable, Sendable {
        public var title: String
        public var category: String
        /// The first leads; empty: whom the rulebook names.
        public var departments: [String]?
    }

    /// What is heard without a table: filed, and some of it settled on the spot.
    public struct Hearing: Decodable, Sendable {
        public var by: [String]
        public var count: Int
        public var channel: String
        public var topics: [Topic]
        /// How many are settled where they are heard, and how.
        public var settled: Int
        public var outcome: String
    }

    /// Gatherings at which people say what is wrong.
    public struct Sessions: Decodable, Sendable {
        /// Whoever holds them in turn: codes, or every organization of a kind.
        public var hosts: [String]
        public var theme: String
        public var count: Int
        public var residents: Int
        public var attendees: Int
        /// Members of the branch who took part, all sessions together.
        public var members: Int?
        /// Items of each kind, all sessions together.
        public var heard: [Heard]

        public struct Heard: Decodable, Sendable {
            public var count: Int
            public var category: String
            public var titles: [String]
        }
    }

    /// Visits by plan, week after week or month after month, on the demo's clock.
    public struct Visits: Decodable, Sendable {
        public var kind: String
        /// The rulebook's plan; or a day of the month.
        public var rule: String?
        public var monthlyDay: Int?
        /// Who records it; `nil`: the area itself.
        public var recorder: String?
        /// Departments that send the agents, in turn.
        public var senders: [String]?
        /// Visited: codes, or `under:` and a township for its communities.
        public var areas: [String]
        /// How many plans, going round the areas; one an area where left out.
        public var plans: Int?
        /// How often each plan is visited.
        public var rounds: Int
        public var items: Int
        public var settled: Int
        public var topics: [Topic]
        /// The last months in which nobody went to petition; `petitioner` files one in each month before.
        public var quietMonths: Int?
        public var petitioner: String?

        private enum CodingKeys: String, CodingKey {
            case kind, rule, recorder, senders, areas, plans, rounds, items, settled, topics, petitioner
            case monthlyDay = "monthly_day"
            case quietMonths = "quiet_months"
        }
    }

    public struct Inspection: Decodable, Sendable {
        public var inspector: String
        public var method: String
        public var households: Int
        public var calls: Int
        public var findings: [String]
    }

    /// Applications to meet a leader or a department's head: reviewed twice, handed over, met, done, approved, judged.
    public struct Applications: Decodable, Sendable {
        /// How many go to each receiver's group.
        public struct Receivers: Decodable, Sendable {
            public var codes: [String]
            public var count: Int
        }

        public var receivers: [Receivers]
        public var approver: String
        public var topics: [Topic]
        public var signers: Int
        /// How many are met only after their limit, so that it shows.
        public var late: Int
    }

    /// Matters that go the standard way to their end.
    public struct Matters: Decodable, Sendable {
        public var raisers: [String]
        public var count: Int
        public var topics: [Topic]
        /// How many are judged so in the end; together with `basically_satisfied` all of `count`.
        public var satisfied: Int
        /// Of the others, how many were first judged bad and worked on again.
        public var reworked: Int
        /// Who answers a private matter with advice; it becomes no order.
        public var advice: String?
    }

    /// Petitions heard month by month, this year and the year before.
    public struct Petitions: Decodable, Sendable {
        public var by: String
        public var category: String
        public var yearBefore: [Int]
        public var year: [Int]

        private enum CodingKeys: String, CodingKey {
            case by, category, year
            case yearBefore = "year_before"
        }
    }
}

extension Story {
    /// About how many steps playing it takes, for a bar.
    public var steps: Int { chapters.reduce(0) { $0 + $1.act.steps } }
}

extension Story.Act {
    fileprivate var steps: Int {
        switch self {
        case .council(let act): act.items.count + act.whistles.reduce(1) { $0 + 2 + $1.departments.count }
        case .councils(let act): act.issues + act.meetings
        case .hearing(let act): act.count + act.settled
        case .sessions(let act): act.count
        case .visits(let act): act.settled + act.rounds * (act.plans ?? act.areas.count)
        case .inspections(let acts): acts.count
        case .applications(let act): 2 * act.receivers.reduce(0) { $0 + $1.count }
        case .matters(let acts): acts.reduce(0) { $0 + (($1.advice == nil ? 3 : 2) * $1.count) }
        case .petitions(let act): act.year.reduce(0, +) + act.yearBefore.reduce(0, +)
        }
    }
}
